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
        var fields: [Substring: Substring] = [:]
        for field in header.split(separator: ";") {
            guard let equals = field.firstIndex(of: "=") else { continue }
            let name = field[..<equals].drop { $0 == " " }
            fields[name] = field[field.index(after: equals)...]
        }
        guard let root = fields["Root"], Self.isTraceID(root.utf8) else { return nil }
        self.root = String(root)
        parent = fields["Parent"].flatMap { $0.isEmpty ? nil : String($0) }
        isSampled =
            switch fields["Sampled"] {
            case "1": true
            case "0": false
            case _: nil
            }
    }

    private static func isTraceID(_ id: Substring.UTF8View) -> Bool {
        let parts = id.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return parts.map(\.count) == [1, 8, 24] && parts[0].first == UInt8(ascii: "1")
            && parts[1...].allSatisfy { part in
                part.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
                        UInt8(ascii: "A")...UInt8(ascii: "F"):
                        true
                    case _: false
                    }
                }
            }
    }
}
