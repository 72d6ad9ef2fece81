/// Reads the lines of one complete head, whose every line ends in CRLF and whose last is empty.
struct HTTP1HeadReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let previous: HeaderFields
    private let maxFields: Int
    private var position = 0
    private var framing = HTTP1Framing()

    /// `previous`: fields of an earlier message, whose strings are used again where they are the same.
    init(_ bytes: UnsafeBufferPointer<UInt8>, previous: HeaderFields, maxFields: Int) {
        self.bytes = bytes
        self.previous = previous
        self.maxFields = maxFields
    }

    mutating func readHead(role: HTTP1Parser.Role, answersHead: Bool) throws(HTTP1Error) -> HTTP1Head {
        let (startLine, minorVersion) =
            switch role {
            case .requests: try readRequestLine()
            case .responses: try readStatusLine()
            }
        let headers = try readFields()
        let bodyLength =
            switch startLine {
            case .request: try framing.bodyLengthOfRequest(minorVersion: minorVersion)
            case .response(let status, _): try framing.bodyLength(of: status, answersHead: answersHead)
            }
        return HTTP1Head(
            startLine: startLine,
            minorVersion: minorVersion,
            headers: headers,
            keepsAlive: framing.keepsAlive(minorVersion: minorVersion) && bodyLength != .untilClose,
            expectsContinue: framing.expectsContinue && minorVersion > 0,
            bodyLength: bodyLength
        )
    }

    mutating func readFields() throws(HTTP1Error) -> HeaderFields {
        var fields = HeaderFields()
        fields.reserveCapacity(Swift.max(previous.count, 8))
        while true {
            let line = nextLine()
            guard !line.isEmpty else { return fields }
            guard fields.count < maxFields else { throw .tooManyFields(limit: maxFields) }
            fields.append(try readField(line, at: fields.count))
        }
    }

    /// `method SP request-target SP HTTP-version`
    private mutating func readRequestLine() throws(HTTP1Error) -> (HTTP1Head.StartLine, minorVersion: Int) {
        let line = nextLine()
        guard let first = line.firstIndex(of: UInt8(ascii: " ")),
            let last = line.lastIndex(of: UInt8(ascii: " ")), first < last
        else { throw .malformedStartLine }
        let target = line[(first + 1)..<last]
        guard FieldSyntax.isToken(line[..<first]), Self.isTarget(target) else { throw .malformedStartLine }
        let minorVersion = try Self.minorVersion(line[(last + 1)...])
        let method = Method(rawValue: String(decoding: line[..<first], as: UTF8.self))
        return (.request(method: method, target: String(decoding: target, as: UTF8.self)), minorVersion)
    }

    /// `HTTP-version SP status-code SP [ reason-phrase ]`; servers that leave out the last space are many.
    private mutating func readStatusLine() throws(HTTP1Error) -> (HTTP1Head.StartLine, minorVersion: Int) {
        let line = nextLine()
        let end = line.firstIndex(of: UInt8(ascii: " ")) ?? line.endIndex
        let minorVersion = try Self.minorVersion(line[..<end])
        let digits = line[end...].dropFirst().prefix(3)
        let rest = line[end...].dropFirst(4)
        guard digits.count == 3, rest.isEmpty || rest.first == UInt8(ascii: " "),
            let code = Self.decimal(digits), code >= 100
        else { throw .malformedStartLine }
        let reason = rest.dropFirst()
        guard reason.allSatisfy(FieldSyntax.isValueByte) else { throw .malformedStartLine }
        let status = Status(rawValue: code)
        return (.response(status: status, reason: String(decoding: reason, as: UTF8.self)), minorVersion)
    }

    /// `field-name ":" OWS field-value OWS`
    private mutating func readField(
        _ line: Slice<UnsafeBufferPointer<UInt8>>,
        at index: Int
    ) throws(HTTP1Error) -> HeaderField {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { throw .malformedField }
        let name = line[..<colon]
        guard FieldSyntax.isToken(name) else { throw .malformedField }
        var start = colon + 1
        var end = line.endIndex
        while start < end, FieldSyntax.isBlank(bytes[start]) { start += 1 }
        while end > start, FieldSyntax.isBlank(bytes[end - 1]) { end -= 1 }
        let value = line[start..<end]
        guard value.allSatisfy(FieldSyntax.isValueByte) else { throw .malformedField }
        try framing.note(name: name, value: value)
        let known = index < previous.count ? previous[index] : nil
        return HeaderField(
            checkedName: Self.string(name, orSame: known?.name),
            checkedValue: Self.string(value, orSame: known?.value)
        )
    }

    /// The next line, without its end.
    private mutating func nextLine() -> Slice<UnsafeBufferPointer<UInt8>> {
        let end = bytes.firstIndex(of: UInt8(ascii: "\n"), from: position) ?? bytes.count
        defer { position = end + 1 }
        return bytes[position..<Swift.max(position, end - 1)]
    }

    /// The bytes as a string: `known` itself when it is the same.
    private static func string(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, orSame known: String?) -> String {
        let bytes = UnsafeBufferPointer(rebasing: bytes)
        if let known, known.utf8.withContiguousStorageIfAvailable({ $0.isEqual(to: bytes) }) == true { return known }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Visible ASCII: everything else must be percent-encoded (RFC 3986 §2).
    private static func isTarget(_ target: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        !target.isEmpty && target.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    /// The minor version of `HTTP/1.x`.
    private static func minorVersion(_ version: Slice<UnsafeBufferPointer<UInt8>>) throws(HTTP1Error) -> Int {
        let prefix: StaticString = "HTTP/"
        let isVersion = prefix.withUTF8Buffer { version.starts(with: $0) }
        let digits = version.dropFirst(prefix.utf8CodeUnitCount)
        guard isVersion, digits.count == 3, digits[digits.startIndex + 1] == UInt8(ascii: "."),
            let major = decimal(digits.prefix(1)), let minor = decimal(digits.suffix(1))
        else { throw .malformedStartLine }
        guard major == 1 else { throw .unsupportedVersion }
        return minor
    }

    /// A number in decimal digits only; nil when there is none, another byte, or it is too large for Int.
    static func decimal(_ digits: some Collection<UInt8>) -> Int? {
        guard !digits.isEmpty else { return nil }
        var number = 0
        for byte in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            let (tens, overflow) = number.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
            guard !overflow, !carry else { return nil }
            number = sum
        }
        return number
    }
}
