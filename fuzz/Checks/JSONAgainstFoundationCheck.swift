import Foundation
import JSON

/// JSON is what Foundation's parser takes for it.
enum JSONAgainstFoundationCheck {
    /// Deeper than this the two have limits of their own.
    private static let limits = JSONLimits(maxDepth: 500, duplicateKeys: .lastWins)

    static func run(_ bytes: [UInt8]) throws {
        // Foundation also reads UTF-16 and UTF-32, which it tells by a byte order mark or by zeros.
        guard !bytes.prefix(4).contains(where: { $0 == 0 || $0 >= 0xEF }) else { return }
        // It drops byte order marks inside of strings too.
        guard !bytes.contains([0xEF, 0xBB, 0xBF]) else { return }
        let ours = outcome { () throws(JSONError) in try JSONValue(parsing: bytes, limits: limits) }
        if case .tooDeep? = ours.error?.kind { return }
        let theirs = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
        switch (ours, theirs) {
        case (.success(let value), let object?):
            try require(isSame(value, object), "the value is the one Foundation reads")
        case (.success(let value), nil):
            try require(hasNumberBeyondDouble(value), "Foundation takes the document as well")
        case (.failure(let error), let object?):
            // Foundation takes a comma after the last element or member.
            guard bytes[..<error.offset].last(where: { !isWhiteSpace($0) }) != UInt8(ascii: ",") else { return }
            throw Finding("Foundation refuses the document as well: \(error), \(object)")
        case (.failure, nil):
            break
        }
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

    private static func isSame(_ value: JSONValue, _ object: Any) -> Bool {
        switch value {
        case .null: return object is NSNull
        case .bool(let bool): return object as? Bool == bool
        // Foundation rounds numbers; that ours are not is checked elsewhere.
        case .number: return object is NSNumber
        case .string(let string): return (object as? String).map { $0.utf8.elementsEqual(string.utf8) } ?? false
        case .array(let elements):
            guard let objects = object as? [Any], objects.count == elements.count else { return false }
            return zip(elements, objects).allSatisfy { isSame($0, $1) }
        case .object(let members):
            // To Foundation, names that are canonically equivalent are one.
            guard let objects = object as? [String: Any], Set(members.keys).count == objects.count else { return false }
            guard objects.count == members.count else { return true }
            return members.allSatisfy { member in objects[member.key].map { isSame(member.value, $0) } ?? false }
        }
    }

    private static func hasNumberBeyondDouble(_ value: JSONValue) -> Bool {
        switch value {
        case .null, .bool, .string: false
        case .number(let number): !number.double.isFinite || number.double == 0
        case .array(let elements): elements.contains(where: hasNumberBeyondDouble)
        case .object(let members): members.contains { hasNumberBeyondDouble($0.value) }
        }
    }
}
