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

    /// By name; repeats are neighbours, in the order they are sent.
    private var fields: [(name: String, value: String)] = []

    /// - Parameter host: what the client sends as `Host` when `headers` has none.
    init(_ headers: HeaderFields, host: String) {
        fields.reserveCapacity(headers.count + 1)
        var hasHost = false
        for field in headers {
            let name = field.name.lowercased()
            if Self.unsigned.contains(name) { continue }
            if name == "host" { hasHost = true }
            insert(name, field.value)
        }
        if !hasHost { insert("host", host) }
    }

    /// The names in order, joined by ";".
    var names: String {
        var names = ""
        names.reserveCapacity(fields.count * 16)
        for (index, field) in fields.enumerated() where index == 0 || field.name != fields[index - 1].name {
            if index > 0 { names += ";" }
            names += field.name
        }
        return names
    }

    /// Appends a line "name:value" for each header.
    func append(to bytes: inout [UInt8]) {
        for (index, field) in fields.enumerated() {
            if index > 0, field.name == fields[index - 1].name {
                bytes.append(UInt8(ascii: ","))
            } else {
                if index > 0 { bytes.append(UInt8(ascii: "\n")) }
                bytes += field.name.utf8
                bytes.append(UInt8(ascii: ":"))
            }
            Self.appendCollapsed(field.value, to: &bytes)
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    /// There are a handful, so that finding the place costs less than sorting them all.
    private mutating func insert(_ name: String, _ value: String) {
        var index = fields.count
        while index > 0, name.utf8.lexicographicallyPrecedes(fields[index - 1].name.utf8) { index -= 1 }
        fields.insert((name, value), at: index)
    }

    private static func appendCollapsed(_ value: String, to bytes: inout [UInt8]) {
        var value = value
        value.withUTF8 { text in
            // Most have no blank at all, a session token of a kilobyte among them: looking once and copying the whole
            // costs a tenth of going byte by byte.
            var blanks = 0
            for byte in text { blanks &+= isBlank(byte) ? 1 : 0 }
            guard blanks > 0 else { return bytes.append(contentsOf: text) }
            var owesSpace = false
            var isEmpty = true
            for byte in text {
                guard !isBlank(byte) else {
                    owesSpace = !isEmpty
                    continue
                }
                if owesSpace { bytes.append(UInt8(ascii: " ")) }
                owesSpace = false
                isEmpty = false
                bytes.append(byte)
            }
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}
