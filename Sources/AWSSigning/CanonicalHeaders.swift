import HTTP

/// The headers of a request in the form that is signed: names in lower case and sorted, values trimmed and their inner
/// white space collapsed, repeats joined by a comma in the order they are sent.
struct CanonicalHeaders {
    /// Not signed, since something between us and the service may add or change them, or the client adds them after
    /// signing. The AWS SDKs leave the same out.
    private static let unsigned: Set<String> = [
        "amz-sdk-invocation-id", "amz-sdk-request", "authorization", "baggage", "connection", "content-length",
        "expect",
        "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "traceparent", "tracestate", "trailer",
        "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
    ]

    private var values: [(name: String, value: [UInt8])] = []

    /// - Parameter host: what the client sends as `Host` when `headers` has none.
    init(_ headers: HeaderFields, host: String) {
        for field in headers {
            let name = field.name.lowercased()
            if Self.unsigned.contains(name) { continue }
            add(name, Self.collapsed(field.value))
        }
        if !values.contains(where: { $0.name == "host" }) { add("host", Array(host.utf8)) }
        values.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// The names in order, joined by ";".
    var names: String { values.map(\.name).joined(separator: ";") }

    /// Appends a line "name:value" for each header.
    func append(to bytes: inout [UInt8]) {
        for (name, value) in values {
            bytes += name.utf8
            bytes.append(UInt8(ascii: ":"))
            bytes += value
            bytes.append(UInt8(ascii: "\n"))
        }
    }

    private mutating func add(_ name: String, _ value: [UInt8]) {
        if let index = values.firstIndex(where: { $0.name == name }) {
            values[index].value.append(UInt8(ascii: ","))
            values[index].value += value
        } else {
            values.append((name, value))
        }
    }

    private static func collapsed(_ value: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(value.utf8.count)
        var owesSpace = false
        for byte in value.utf8 {
            if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
                owesSpace = !bytes.isEmpty
            } else {
                if owesSpace { bytes.append(UInt8(ascii: " ")) }
                owesSpace = false
                bytes.append(byte)
            }
        }
        return bytes
    }
}
