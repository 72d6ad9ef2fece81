import JSON

/// A scalar as it was scanned: its text after escapes and folding, not yet what it means.
struct YAMLScalar {
    let text: [UInt8]
    /// Whether it stands without quotes, so that it may mean more than a string.
    let isPlain: Bool
    /// Whether it lies on one line, as a key must.
    let isOnOneLine: Bool
    let mark: YAMLMark

    var string: String { String(decoding: text, as: UTF8.self) }

    /// What the scalar means by itself, or as its tag says.
    func content(tag: YAMLTag?) throws(YAMLError) -> YAMLNode.Content {
        switch tag {
        case nil: return isPlain ? try plainContent() : .string(string)
        case .string: return .string(string)
        case .null:
            guard Self.nulls.contains(string) else { throw YAMLError("this is not a null", at: mark) }
            return .null
        case .bool:
            guard let bool = Self.bools[string] else { throw YAMLError("this is neither true nor false", at: mark) }
            return .bool(bool)
        case .int:
            guard let number = try integer() else { throw YAMLError("this is not an integer", at: mark) }
            return .number(number)
        case .float:
            guard let number = try number() else { throw YAMLError("this is not a number", at: mark) }
            return .number(number)
        }
    }

    /// The core schema (YAML 1.2.2 §10.3.2).
    private func plainContent() throws(YAMLError) -> YAMLNode.Content {
        // Everything that is not a string is short, or starts like a number.
        if text.count <= 5 {
            if Self.nulls.contains(string) { return .null }
            if let bool = Self.bools[string] { return .bool(bool) }
        }
        if let number = try number() { return .number(number) }
        return .string(string)
    }

    private func number() throws(YAMLError) -> JSONNumber? {
        guard !Self.withoutJSON.contains(text) else {
            throw YAMLError("infinity and not-a-number have no JSON; quote what is text", at: mark)
        }
        if let integer = try integer() { return integer }
        return YAMLNumber.decimalLiteral(text).flatMap(JSONNumber.init(literal:))
    }

    private func integer() throws(YAMLError) -> JSONNumber? {
        if let digits = YAMLNumber.prefixedDigits(text) {
            guard let value = YAMLNumber.value(of: digits) else {
                throw YAMLError("this number is too large; quote it if it is text", at: mark)
            }
            return JSONNumber(literal: String(value))
        }
        guard text.allSatisfy(YAMLNumber.isIntegerByte) else { return nil }
        return YAMLNumber.decimalLiteral(text).flatMap(JSONNumber.init(literal:))
    }

    private static let nulls: Set<String> = ["", "~", "null", "Null", "NULL"]
    private static let bools = [
        "true": true, "True": true, "TRUE": true, "false": false, "False": false, "FALSE": false,
    ]
    private static let withoutJSON: Set<[UInt8]> = Set(
        [
            ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", ".nan", ".NaN", ".NAN",
        ].map { Array($0.utf8) }
    )
}
