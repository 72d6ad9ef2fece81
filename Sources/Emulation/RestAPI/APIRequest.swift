import Cryptography
import HTTP
import POSIX

/// A request on its way through the API, with what API Gateway knows about it so far.
struct APIRequest: Sendable {
    let api: RestAPI
    let method: String
    /// As on the wire, without the query.
    let path: String
    let query: QueryItems
    let headers: HeaderFields
    let body: [UInt8]
    let sourceAddress: String
    /// The port the client connected to.
    let port: UInt16
    let receivedAt: Timestamp
    /// `$context.requestId`.
    let id: String
    /// `$context.extendedRequestId`, the header `x-amz-apigw-id`.
    let extendedID: String
    let trace: TraceHeader
    /// The resource that serves it; nil when there is none.
    var match: RouteTree.Match?
    /// What the authorizer said; nil when none was asked.
    var authorization: Authorization?

    init(
        _ request: Request,
        api: RestAPI,
        sourceAddress: String = "127.0.0.1",
        port: UInt16,
        receivedAt: Timestamp,
        randomBytes: (Int) -> [UInt8] = SystemRandom.bytes
    ) {
        self.api = api
        method = request.method.rawValue
        path = request.path
        query = request.query
        headers = request.headers
        body = request.body
        self.sourceAddress = sourceAddress
        self.port = port
        self.receivedAt = receivedAt
        let random = randomBytes(48)
        id = Identifier.uuid(Array(random[0..<16]))
        extendedID = Base64.encode(Array(random[16..<27]))
        trace = TraceHeader(
            incoming: request.headers["X-Amzn-Trace-Id"],
            at: receivedAt,
            randomBytes: Array(random[28..<48])
        )
        match = api.routes.match(request.path)
    }

    /// The `Host` header: the API is reached as a custom domain is, without the stage in its paths.
    var domainName: String { headers["Host"] ?? "" }

    /// What policies and permissions call this request.
    var methodARN: String { api.methodARN(method, path: path) }
}

/// Names for things that happen.
enum Identifier {
    /// A random UUID (RFC 9562 §5.4) of 16 random bytes.
    static func uuid(_ random: [UInt8] = SystemRandom.bytes(16)) -> String {
        var bytes = random
        bytes[6] = bytes[6] & 0x0f | 0x40
        bytes[8] = bytes[8] & 0x3f | 0x80
        let digits = Hex.encodedBytes(bytes)
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { text.append(UInt8(ascii: "-")) }
            text.append(digit)
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// The trace a request belongs to, as X-Ray's header says it: `Root=1-…;Parent=…;Sampled=0`.
struct TraceHeader: Sendable {
    let root: String
    private let parent: String
    private let sampled: String

    /// Goes on with the client's trace, or starts one. Takes 20 random bytes.
    init(incoming: String?, at time: Timestamp, randomBytes: [UInt8]) {
        var fields: [String: String] = [:]
        for field in (incoming ?? "").split(separator: ";") {
            guard let equals = field.firstIndex(of: "=") else { continue }
            fields[trimmed(field[..<equals]).lowercased()] = String(field[field.index(after: equals)...])
        }
        let seconds = String(UInt32(truncatingIfNeeded: time.seconds), radix: 16)
        let epoch = String(repeating: "0", count: 8 - seconds.count) + seconds
        root = fields["root"] ?? "1-\(epoch)-\(Hex.encode(Array(randomBytes[0..<12])))"
        parent = fields["parent"] ?? Hex.encode(Array(randomBytes[12..<20]))
        sampled = fields["sampled"] ?? "0"
    }

    /// The header of the event.
    var eventHeader: String { "Root=\(root)" }
    /// The header of the invocation.
    var invocationHeader: String { "Root=\(root);Parent=\(parent);Sampled=\(sampled)" }
}

extension Timestamp {
    /// `09/Apr/2015:12:34:56 +0000`, the time format of common log lines, in UTC.
    var commonLogFormat: String {
        let text = Array(iso8601.utf8)
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func part(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }
        guard text.count >= 19, let month = Int(part(5..<7)), months.indices.contains(month - 1) else { return "" }
        return "\(part(8..<10))/\(months[month - 1])/\(part(0..<4)):\(part(11..<19)) +0000"
    }
}
