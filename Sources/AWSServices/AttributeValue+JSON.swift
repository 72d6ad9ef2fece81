import Cryptography
import JSON

/// The JSON form of attribute values: `{"S": "text"}`, one member named for the type.
extension AttributeValue {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        switch self {
        case .s(let value): writer.member("S", value)
        case .n(let digits): writer.member("N", digits)
        case .b(let bytes): writer.member("B", Base64.encode(bytes))
        case .bool(let value): writer.member("BOOL", value)
        case .null: writer.member("NULL", true)
        case .list(let values):
            writer.key("L")
            writer.beginArray()
            for value in values { value.write(to: &writer) }
            writer.endArray()
        case .map(let values):
            writer.key("M")
            values.write(to: &writer)
        case .ss(let values): Self.writeStrings(values, named: "SS", to: &writer)
        case .ns(let values): Self.writeStrings(values, named: "NS", to: &writer)
        case .bs(let values): Self.writeStrings(values.map(Base64.encode), named: "BS", to: &writer)
        }
        writer.endObject()
    }

    /// Reads one value. Throws `unexpectedByte` for a type that does not exist, binary data that is not base 64, and
    /// more or less than one member.
    init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        guard let type = try reader.nextKey() else { throw JSONError(.unexpectedByte, at: reader.position) }
        switch type {
        case "S": self = .s(try reader.readString())
        case "N": self = .n(try reader.readString())
        case "B": self = .b(try Self.readBytes(&reader))
        case "BOOL": self = .bool(try reader.readBool())
        case "NULL":
            _ = try reader.readBool()
            self = .null
        case "L":
            self = .list(
                try reader.readArray { (reader) throws(JSONError) in try AttributeValue(reading: &reader) }
            )
        case "M": self = .map(try Item(reading: &reader))
        case "SS": self = .ss(try reader.readArray { (reader) throws(JSONError) in try reader.readString() })
        case "NS": self = .ns(try reader.readArray { (reader) throws(JSONError) in try reader.readString() })
        case "BS": self = .bs(try reader.readArray { (reader) throws(JSONError) in try Self.readBytes(&reader) })
        default: throw JSONError(.unexpectedByte, at: reader.position)
        }
        guard try reader.nextKey() == nil else { throw JSONError(.unexpectedByte, at: reader.position) }
    }

    private static func writeStrings(_ values: [String], named name: String, to writer: inout JSONWriter) {
        writer.key(name)
        writer.beginArray()
        for value in values { writer.string(value) }
        writer.endArray()
    }

    private static func readBytes(_ reader: inout JSONReader) throws(JSONError) -> [UInt8] {
        guard let bytes = Base64.decode(try reader.readStringBytes()) else {
            throw JSONError(.unexpectedByte, at: reader.position)
        }
        return bytes
    }
}

extension Item {
    /// Writes the attributes as an object, in the order of their names: equal items give equal bytes.
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        for (name, value) in sorted(by: { $0.key < $1.key }) {
            writer.key(name)
            value.write(to: &writer)
        }
        writer.endObject()
    }

    /// Reads an object whose members are attributes.
    init(reading reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        while let name = try reader.nextKey() {
            self[name] = try AttributeValue(reading: &reader)
        }
    }
}

extension JSONReader {
    /// Reads an array whose elements `readElement` reads.
    mutating func readArray<Element>(
        _ readElement: (inout JSONReader) throws(JSONError) -> Element
    ) throws(JSONError) -> [Element] {
        var elements: [Element] = []
        try beginArray()
        while try nextElement() { elements.append(try readElement(&self)) }
        return elements
    }
}
