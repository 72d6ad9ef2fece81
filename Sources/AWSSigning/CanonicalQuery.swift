/// A query in the form that is signed: each name and value encoded by AWS's rule whatever way the URL wrote it,
/// sorted by encoded name, then by encoded value, and a parameter without "=" given an empty value.
enum CanonicalQuery {
    private struct Parameter {
        let name: [UInt8]
        let value: [UInt8]
    }

    static func append(_ query: String, to bytes: inout [UInt8]) {
        guard !query.isEmpty else { return }
        let parameters = Array(query.utf8).split(separator: UInt8(ascii: "&")).map(parameter)
            .sorted { left, right in
                if left.name != right.name { return left.name.lexicographicallyPrecedes(right.name) }
                return left.value.lexicographicallyPrecedes(right.value)
            }
        for (index, parameter) in parameters.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: "&")) }
            bytes += parameter.name
            bytes.append(UInt8(ascii: "="))
            bytes += parameter.value
        }
    }

    private static func parameter(_ text: ArraySlice<UInt8>) -> Parameter {
        let equals = text.firstIndex(of: UInt8(ascii: "=")) ?? text.endIndex
        return Parameter(name: encoded(text[..<equals]), value: encoded(text[equals...].dropFirst()))
    }

    private static func encoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count + 16)
        PercentEncoding.append(PercentEncoding.decode(text), to: &bytes)
        return bytes
    }
}
