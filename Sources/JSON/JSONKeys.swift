/// The names of the members a caller reads of an object whose other members it skips.
package struct JSONKeys: Sendable, ExpressibleByArrayLiteral {
    private let names: [String]
    /// The names' UTF-8, one behind the other, and where each ends: comparing does without strings.
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// These names; each is there once.
    package init(arrayLiteral names: String...) {
        self.names = names
        for name in names {
            bytes += name.utf8
            ends.append(bytes.count)
        }
    }

    /// Whether `name` is one of them.
    func contains(_ name: String) -> Bool { names.contains { JSONKey.areIdentical($0, name) } }

    /// The name that a checked string is, when it is one of them.
    func name(of span: JSONStringSpan, in scanner: JSONScanner) -> String? {
        guard !span.hasEscapes else {
            let name = scanner.makeString(span)
            return contains(name) ? name : nil
        }
        return bytes.withUnsafeBytes { bytes in
            var start = 0
            for (index, end) in ends.enumerated() {
                if end &- start == span.end &- span.start, scanner.isEqual(span, bytes, from: start) {
                    return names[index]
                }
                start = end
            }
            return nil
        }
    }
}

extension JSONScanner {
    /// Whether the bytes from `start` on are those of the span.
    @inline(__always)
    fileprivate func isEqual(_ span: JSONStringSpan, _ bytes: UnsafeRawBufferPointer, from start: Int) -> Bool {
        for index in 0..<span.end &- span.start where raw[span.start &+ index] != bytes[start &+ index] { return false }
        return true
    }
}
