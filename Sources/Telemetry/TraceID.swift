/// The trace an invocation belongs to, from X-Ray's header `Root=1-…;Parent=…;Sampled=1`.
///
/// AWS X-Ray developer guide, "Tracing header".
package struct TraceID: Sendable, Equatable {
    /// `1-` and 8 and 24 hexadecimal digits. The field `xray_trace_id` of a log line.
    package let text: String

    /// Reads the header's root, which may stand at any place; nil for a header without one.
    package init?(header: String) {
        var header = header
        let root = header.withUTF8 { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let field = rest.prefix { $0 != UInt8(ascii: ";") }
                rest = rest[field.endIndex...].dropFirst()
                let trimmed = field.drop { $0 == UInt8(ascii: " ") }
                guard trimmed.starts(with: "Root=".utf8) else { continue }
                let value = trimmed.dropFirst(5)
                return Self.isTraceID(value) ? String(decoding: value, as: UTF8.self) : nil
            }
            return nil
        }
        guard let root else { return nil }
        text = root
    }

    private static func isTraceID(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard bytes.count == 35 else { return false }
        return bytes.enumerated().allSatisfy { place, byte in
            switch (place, byte) {
            case (0, UInt8(ascii: "1")), (1, UInt8(ascii: "-")), (10, UInt8(ascii: "-")): true
            case (0...1, _), (10, _): false
            case (_, UInt8(ascii: "0")...UInt8(ascii: "9")), (_, UInt8(ascii: "a")...UInt8(ascii: "f")),
                (_, UInt8(ascii: "A")...UInt8(ascii: "F")):
                true
            case _: false
            }
        }
    }
}
