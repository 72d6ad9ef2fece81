extension AWSEventStreamMessage {
    /// The bytes that carry the message. Nil when the format has no room for it: a name that is empty or longer than 255
    /// bytes, a string or bytes longer than 65,535, a UUID that is not 16 bytes.
    package func serialized() -> [UInt8]? {
        var inside: [UInt8] = []
        for header in headers {
            guard let nameBytes = UInt8(exactly: header.name.utf8.count), nameBytes > 0 else { return nil }
            inside.append(nameBytes)
            inside.append(contentsOf: header.name.utf8)
            guard Self.append(header.value, to: &inside) else { return nil }
        }
        let headerBytes = inside.count
        return Self.framed(inside + payload, headerBytes: headerBytes)
    }

    /// Puts lengths and checksums around headers and payload, of which so many bytes are the headers.
    static func framed(_ inside: [UInt8], headerBytes: Int) -> [UInt8]? {
        guard let total = UInt32(exactly: inside.count + 16), let headerBytes = UInt32(exactly: headerBytes) else {
            return nil
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(total))
        append(total, to: &bytes)
        append(headerBytes, to: &bytes)
        append(CRC32.checksum(bytes), to: &bytes)
        bytes.append(contentsOf: inside)
        append(CRC32.checksum(bytes), to: &bytes)
        return bytes
    }

    private static func append(_ value: HeaderValue, to bytes: inout [UInt8]) -> Bool {
        switch value {
        case .bool(let bool): bytes.append(bool ? 0 : 1)
        case .byte(let value): append(value, type: 2, to: &bytes)
        case .short(let value): append(value, type: 3, to: &bytes)
        case .int(let value): append(value, type: 4, to: &bytes)
        case .long(let value): append(value, type: 5, to: &bytes)
        case .bytes(let value): return append(value, type: 6, to: &bytes)
        case .string(let value): return append(Array(value.utf8), type: 7, to: &bytes)
        case .timestamp(let milliseconds): append(milliseconds, type: 8, to: &bytes)
        case .uuid(let value):
            guard value.count == 16 else { return false }
            bytes.append(9)
            bytes.append(contentsOf: value)
        }
        return true
    }

    private static func append(_ value: [UInt8], type: UInt8, to bytes: inout [UInt8]) -> Bool {
        guard let count = UInt16(exactly: value.count) else { return false }
        append(count, type: type, to: &bytes)
        bytes.append(contentsOf: value)
        return true
    }

    private static func append(_ number: some FixedWidthInteger, type: UInt8, to bytes: inout [UInt8]) {
        bytes.append(type)
        append(number, to: &bytes)
    }

    private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }
}
