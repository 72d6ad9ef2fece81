/// A shared credentials file: INI sections of `key = value` lines (AWS SDKs and Tools Reference Guide, "Shared config
/// and credentials files").
///
/// Keys compare in any case. A comment is a line that begins with `#` or `;`, and the rest of a line after white space
/// and one of the two. Indented lines continue a nested value, which credentials have none of: they are passed over,
/// like every line that is not understood. Of a repeated section all keys count, of a repeated key the last.
struct ProfileFile: Sendable {
    private var profiles: [String: [String: String]] = [:]

    init(parsing bytes: [UInt8]) {
        var section: String?
        for line in bytes.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
            let isIndented = Self.isBlank(line[line.startIndex])
            let text = Self.withoutComment(line)
            if text.isEmpty || isIndented { continue }
            if let name = Self.sectionName(text) {
                section = name
                profiles[name, default: [:]] = profiles[name] ?? [:]
            } else if let section, let equals = text.firstIndex(of: UInt8(ascii: "=")) {
                let key = Self.string(text[..<equals]).lowercased()
                profiles[section, default: [:]][key] = Self.string(text[(equals + 1)...])
            }
        }
    }

    /// The keys of a profile, in lower case; nil when the file has no such section.
    subscript(profile: String) -> [String: String]? { profiles[profile] }

    private static func sectionName(_ text: ArraySlice<UInt8>) -> String? {
        guard text.first == UInt8(ascii: "["), text.last == UInt8(ascii: "]") else { return nil }
        return string(text.dropFirst().dropLast())
    }

    private static func withoutComment(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var isAfterBlank = true
        for index in line.indices {
            if isAfterBlank, line[index] == UInt8(ascii: "#") || line[index] == UInt8(ascii: ";") {
                return trimmed(line[..<index])
            }
            isAfterBlank = isBlank(line[index])
        }
        return trimmed(line)
    }

    private static func string(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: trimmed(bytes), as: UTF8.self)
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes.drop(while: isBlank)
        while let last = bytes.last, isBlank(last) { bytes.removeLast() }
        return bytes
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}
