/// Reads the headers of one message: each a name with its length in one byte, a type in one byte, and a value.
struct AWSEventStreamHeaderReader {
    /// Up to so many names of one message are compared one after the other.
    private static let linearLimit = 16

    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    mutating func readHeaders() throws(AWSEventStreamError) -> [AWSEventStreamMessage.Header] {
        var headers: [AWSEventStreamMessage.Header] = []
        var names: Set<[UInt8]> = []
        while position < bytes.count {
            let name = try readText(count: Int(read(UInt8.self)))
            guard !name.isEmpty else { throw .malformedHeader }
            let isNew =
                headers.count < Self.linearLimit
                ? !headers.contains { $0.name.utf8.elementsEqual(name.utf8) }
                : insert(name, into: &names, after: headers)
            guard isNew else { throw .duplicateHeader }
            headers.append(AWSEventStreamMessage.Header(name: name, value: try readValue()))
        }
        return headers
    }

    /// Notes a name where there are many: comparing each with all before it would take long for 128 KiB of them.
    private func insert(
        _ name: String,
        into names: inout Set<[UInt8]>,
        after headers: [AWSEventStreamMessage.Header]
    ) -> Bool {
        if names.isEmpty { names = Set(headers.map { Array($0.name.utf8) }) }
        return names.insert(Array(name.utf8)).inserted
    }

    private mutating func readValue() throws(AWSEventStreamError) -> AWSEventStreamMessage.HeaderValue {
        switch try read(UInt8.self) {
        case 0: .bool(true)
        case 1: .bool(false)
        case 2: .byte(try read(Int8.self))
        case 3: .short(try read(Int16.self))
        case 4: .int(try read(Int32.self))
        case 5: .long(try read(Int64.self))
        case 6: .bytes(Array(try take(Int(read(UInt16.self)))))
        case 7: .string(try readText(count: Int(read(UInt16.self))))
        case 8: .timestamp(milliseconds: try read(Int64.self))
        case 9: .uuid(Array(try take(16)))
        case let type: throw .unknownHeaderType(type)
        }
    }

    private mutating func read<Number: FixedWidthInteger & BitwiseCopyable>(
        _ type: Number.Type
    ) throws(AWSEventStreamError) -> Number {
        try take(MemoryLayout<Number>.size).bigEndian(at: 0, as: type)
    }

    private mutating func readText(count: Int) throws(AWSEventStreamError) -> String {
        guard let text = String(validating: try take(count), as: UTF8.self) else { throw .malformedHeader }
        return text
    }

    private mutating func take(_ count: Int) throws(AWSEventStreamError) -> UnsafeRawBufferPointer {
        guard bytes.count - position >= count else { throw .malformedHeader }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
    }
}
