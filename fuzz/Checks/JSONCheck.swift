import JSON

/// All ways to read JSON take the same documents for the same values, and what is written reads back.
enum JSONCheck {
    static func run(_ bytes: [UInt8]) throws {
        let parsed = outcome { () throws(JSONError) in try JSONValue(parsing: bytes) }
        try checkReaders(bytes, parsed)
        if let value = parsed.value { try checkWriter(value) }
        try checkStrings(bytes)
        if let text = String(validating: bytes, as: UTF8.self) { try checkNumber(text) }
    }

    private static func checkReaders(_ bytes: [UInt8], _ parsed: Result<JSONValue, JSONError>) throws {
        let walked = outcome { () throws(JSONError) in try walk(bytes, JSONLimits.default) }
        try require(walked.value == parsed.value, "walking token by token gives what parsing gives")
        try require(isSameFault(walked.error, parsed.error), "both find the same fault")

        let lenient = JSONLimits(duplicateKeys: .lastWins)
        let last = outcome { () throws(JSONError) in try JSONValue(parsing: bytes, limits: lenient) }
        let skipped = outcome { () throws(JSONError) in try skip(bytes) }
        try require(skipped.error == last.error, "skipping refuses what parsing refuses, but for duplicate keys")
        let lastWalked = outcome { () throws(JSONError) in try walk(bytes, lenient) }
        try require(lastWalked == last, "walking gives what parsing gives when the last of a name counts")
        if case .duplicateKey? = parsed.error?.kind {
            let offset = parsed.error?.offset ?? -1
            try require(
                bytes.indices.contains(offset) && bytes[offset] == UInt8(ascii: "\""),
                "the offset is the key's"
            )
        } else {
            try require(parsed == last, "the rule for duplicate keys changes nothing where there are none")
        }

        let padded = [0x20, 0x31] + bytes + [0x5D, 0x30]
        let inside = outcome { () throws(JSONError) -> JSONValue in
            var reader = JSONReader(padded, range: 2..<padded.count - 2)
            let value = try reader.readValue()
            try reader.finish()
            return value
        }
        try require(inside.value == parsed.value, "a document inside of others is read as one alone")
        let moved = parsed.error.map { error in
            if case .tooLarge = error.kind { error } else { JSONError(error.kind, at: error.offset + 2) }
        }
        try require(
            inside.error == moved || parsed.error?.offset == 0,
            "an error's offset is counted from the array's start"
        )
    }

    /// Whether both are the same error. Of a name that stands twice and a fault in its value, either may be met first.
    private static func isSameFault(_ walked: JSONError?, _ parsed: JSONError?) -> Bool {
        walked == parsed || walked?.kind == .duplicateKey && parsed != nil
    }

    private static func checkWriter(_ value: JSONValue) throws {
        let written = value.serialized()
        try require(try JSONValue(parsing: written) == value, "a document that was written reads back")
        try require(try JSONValue(parsing: written).serialized() == written, "writing is the same the second time")
        try require(try JSONValue(parsing: value.serialized(indent: 1)) == value, "an indented document reads back")
    }

    private static func checkStrings(_ bytes: [UInt8]) throws {
        var writer = JSONWriter()
        writer.beginArray()
        writer.string(utf8: bytes)
        writer.string(String(decoding: bytes, as: UTF8.self))
        writer.endArray()
        let written = try JSONValue(parsing: writer.bytes)
        let expected = JSONValue.string(String(decoding: bytes, as: UTF8.self))
        try require(written == [expected, expected], "any bytes can be written as a string")
        var reader = JSONReader(writer.bytes)
        try reader.beginArray()
        _ = try reader.nextElement()
        try require(
            try reader.readStringBytes() == Array((expected.string ?? "").utf8),
            "a string's bytes are its text's"
        )
    }

    private static func checkNumber(_ text: String) throws {
        guard let number = JSONNumber(literal: text) else { return }
        try require(try JSONValue(parsing: Array(text.utf8)) == .number(number), "a number is a document")
        if let plain = Int(text) { try require(number.int == plain, "an integer in plain digits is itself") }
        if let int = number.int, abs(Double(int)) < 0x1p53 {
            try require(number.double == Double(int), "a whole number is the same as an Int and as a Double")
        }
        try require(number.double == Double(text), "a number is the Double that Swift's own reader makes of it")
    }

    private static func skip(_ bytes: [UInt8]) throws(JSONError) {
        var reader = JSONReader(bytes)
        let range = try reader.skipValue()
        try reader.finish()
        guard range.lowerBound >= 0, range.upperBound <= bytes.count else { throw JSONError(.unexpectedEnd, at: -1) }
    }

    private static func walk(_ bytes: [UInt8], _ limits: JSONLimits) throws(JSONError) -> JSONValue {
        var reader = JSONReader(bytes, limits: limits)
        let value = try walk(&reader)
        try reader.finish()
        return value
    }

    /// A tree made with the reader's own steps, one call for each token.
    private static func walk(_ reader: inout JSONReader) throws(JSONError) -> JSONValue {
        switch try reader.peek() {
        case .null:
            try reader.readNull()
            return .null
        case .bool: return .bool(try reader.readBool())
        case .number: return .number(try reader.readNumber())
        case .string: return .string(try reader.readString())
        case .array:
            var elements: [JSONValue] = []
            try reader.beginArray()
            while try reader.nextElement() { elements.append(try walk(&reader)) }
            return .array(elements)
        case .object:
            var object = JSONObject()
            try reader.beginObject()
            while let key = try reader.nextKey() { object[key] = try walk(&reader) }
            return .object(object)
        }
    }
}
