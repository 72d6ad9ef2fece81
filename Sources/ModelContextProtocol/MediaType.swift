/// The two questions about media types (RFC 9110 §8.3, §12.5.1) that the transport asks.
enum MediaType {
    /// Whether a body is said to be JSON; a body of which nothing is said may be.
    static func isJSON(_ contentType: String?) -> Bool {
        guard let contentType else { return true }
        return essence(of: contentType[...]) == "application/json"
    }

    /// Whether an answer in JSON is acceptable to a client that sent these `Accept` headers; without any it is.
    static func acceptsJSON(_ accept: [String]) -> Bool {
        guard !accept.isEmpty else { return true }
        return accept.contains { header in
            header.split(separator: ",").contains { range in
                ["application/json", "application/*", "*/*"].contains(essence(of: range))
            }
        }
    }

    /// Type and subtype, without parameters and in lower case.
    private static func essence(of text: Substring) -> String {
        let type = text.prefix { $0 != ";" }
        return type.filter { $0 != " " && $0 != "\t" }.lowercased()
    }
}
