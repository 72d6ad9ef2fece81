/// The trace an invocation belongs to, as X-Ray's header writes it: `Root=1-…;Parent=…;Sampled=1`.
///
/// AWS X-Ray developer guide, "Tracing header".
package struct TraceHeader: Sendable, Equatable {
    /// The trace's id, `1-` and 8 and 24 hexadecimal digits. The field `xray_trace_id` of a log line.
    package let root: String
    /// The id of the segment that the work is a part of, 16 hexadecimal digits.
    package let parent: String?
    /// Whether whoever began the trace wants it recorded; nil when the decision is left open.
    package let isSampled: Bool?

    /// Reads the header; nil for one without a root. Fields in any order; those of other names are passed over.
    package init?(parsing header: String) {
        var root: Substring?
        var parent: Substring?
        var isSampled: Bool?
        // By bytes: every request's header is read.
        for field in header.utf8.split(separator: UInt8(ascii: ";")) {
            let field = field.drop { $0 == UInt8(ascii: " ") }
            guard let equals = field.firstIndex(of: UInt8(ascii: "=")) else { continue }
            let value = Substring(field[equals...].dropFirst())
            switch Substring(field[..<equals]) {
            case "Root": root = value
            case "Parent": parent = value.isEmpty ? nil : value
            case "Sampled": isSampled = value == "1" ? true : value == "0" ? false : nil
            case _: continue
            }
        }
        guard let root, Self.isTraceID(root.utf8) else { return nil }
        self.root = String(root)
        self.parent = parent.map(String.init)
        self.isSampled = isSampled
    }

    private static func isTraceID(_ id: Substring.UTF8View) -> Bool {
        let bytes = Array(id)
        guard bytes.count == 35, bytes.starts(with: "1-".utf8), bytes[10] == UInt8(ascii: "-") else { return false }
        return (bytes[2..<10] + bytes[11...]).allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
                UInt8(ascii: "A")...UInt8(ascii: "F"):
                true
            case _: false
            }
        }
    }
}
