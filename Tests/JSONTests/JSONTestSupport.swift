import JSON

/// A document's bytes from Swift text.
func utf8(_ text: String) -> [UInt8] { Array(text.utf8) }

/// The value of a document in Swift text.
func parse(_ text: String, limits: JSONLimits = .default) throws(JSONError) -> JSONValue {
    try JSONValue(parsing: utf8(text), limits: limits)
}

/// What parsing the bytes fails with; `nil` when it does not.
func parseError(_ bytes: [UInt8], limits: JSONLimits = .default) -> JSONError? {
    do throws(JSONError) {
        _ = try JSONValue(parsing: bytes, limits: limits)
        return nil
    } catch {
        return error
    }
}

/// What skipping through the bytes fails with; `nil` when it does not.
func skipError(_ bytes: [UInt8], limits: JSONLimits = .default) -> JSONError? {
    var reader = JSONReader(bytes, limits: limits)
    do throws(JSONError) {
        try reader.skipValue()
        try reader.finish()
        return nil
    } catch {
        return error
    }
}

/// A tree made with the reader's own steps, one call for each token.
func walk(_ reader: inout JSONReader) throws(JSONError) -> JSONValue {
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

/// What walking through the bytes token by token gives.
func walkResult(_ bytes: [UInt8], limits: JSONLimits = .default) -> Result<JSONValue, JSONError> {
    var reader = JSONReader(bytes, limits: limits)
    do throws(JSONError) {
        let value = try walk(&reader)
        try reader.finish()
        return .success(value)
    } catch {
        return .failure(error)
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): a small generator with a fixed sequence for each seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
