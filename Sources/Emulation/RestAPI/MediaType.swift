/// Media types as API Gateway compares them.
enum MediaType {
    /// `text/html;q=0.9, application/json` gives `text/html`.
    static func first(in list: String) -> String {
        let first = list.prefix { $0 != "," && $0 != ";" }
        return trimmed(first).lowercased()
    }

    /// Whether a type is one of the API's `BinaryMediaTypes`, where `*/*` stands for all.
    static func isBinary(_ type: String, binaryTypes: [String]) -> Bool {
        let type = first(in: type)
        return binaryTypes.contains { binary in
            binary == "*/*" || binary.lowercased() == type
                || (binary.hasSuffix("/*") && type.hasPrefix(binary.lowercased().dropLast(1)))
        }
    }
}
