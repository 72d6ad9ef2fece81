import Cryptography
import HTTP
import JSON

/// Reads what the functions need of the two events API Gateway's REST APIs send, the proxy event (version 1) and the
/// REQUEST authorizer's; the rest is skipped, checked for being JSON.
///
/// See "Lambda proxy integrations in API Gateway" and "Input to an API Gateway Lambda authorizer". A map that would be
/// empty is null. The `multiValue…` maps hold everything, the plain ones the last value of each name, so these count only
/// where those are missing.
struct APIGatewayEventParser {
    private(set) var type: String?
    private(set) var methodARN: String?
    private(set) var method: String?
    private(set) var path: String?
    private(set) var headers = HeaderFields()
    private(set) var query = QueryItems()
    private(set) var body: [UInt8] = []
    private(set) var requestID: String?
    private(set) var stage: String?
    private(set) var sourceAddress: String?
    private(set) var authorizer: [String: String] = [:]

    /// API Gateway writes the event, so no object of it names a member twice, and nothing needs to remember the names.
    private static let limits = JSONLimits(duplicateKeys: .lastWins)

    private static let eventKeys: JSONKeys = [
        "type", "methodArn", "httpMethod", "path", "headers", "multiValueHeaders", "queryStringParameters",
        "multiValueQueryStringParameters", "body", "isBase64Encoded", "requestContext",
    ]
    private static let contextKeys: JSONKeys = ["requestId", "stage", "identity", "authorizer"]
    private static let identityKeys: JSONKeys = ["sourceIp"]

    private var reader: JSONReader
    private var isBase64 = false
    private var singleHeaders: Range<Int>?
    private var singleQuery: Range<Int>?

    init(parsing event: [UInt8]) throws(EventError) {
        reader = JSONReader(event, limits: Self.limits)
        do throws(JSONError) {
            try readEvent()
            try reader.finish()
            try readSingleValues(of: event)
        } catch {
            throw .malformed(error)
        }
        if isBase64 {
            guard let decoded = Base64.decode(body) else { throw .invalidBase64 }
            body = decoded
        }
    }

    private mutating func readEvent() throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey(of: Self.eventKeys) {
            switch key {
            case "type": type = try reader.readOptionalString()
            case "methodArn": methodARN = try reader.readOptionalString()
            case "httpMethod": method = try reader.readOptionalString()
            case "path": path = try reader.readOptionalString()
            case "headers": singleHeaders = try reader.skipValue()
            case "multiValueHeaders": try readHeaders()
            case "queryStringParameters": singleQuery = try reader.skipValue()
            case "multiValueQueryStringParameters": try readQuery()
            case "body": if try !reader.readIfNull() { body = try reader.readStringBytes() }
            case "isBase64Encoded": if try !reader.readIfNull() { isBase64 = try reader.readBool() }
            case "requestContext": try readContext()
            case _: try reader.skipValue()
            }
        }
    }

    private mutating func readHeaders() throws(JSONError) {
        headers.reserveCapacity(32)
        var headers = headers
        try reader.readMultiValueMap { name, value in headers.append(name, value) }
        self.headers = headers
    }

    private mutating func readQuery() throws(JSONError) {
        var query = query
        try reader.readMultiValueMap { name, value in query.append(name, value) }
        self.query = query
    }

    private mutating func readSingleValues(of event: [UInt8]) throws(JSONError) {
        if headers.isEmpty, let singleHeaders {
            reader = JSONReader(event, range: singleHeaders, limits: Self.limits)
            var headers = headers
            try reader.readMap { name, value in headers.append(name, value) }
            self.headers = headers
        }
        if query.isEmpty, let singleQuery {
            reader = JSONReader(event, range: singleQuery, limits: Self.limits)
            var query = query
            try reader.readMap { name, value in query.append(name, value) }
            self.query = query
        }
    }

    private mutating func readContext() throws(JSONError) {
        if try reader.readIfNull() { return }
        try reader.beginObject()
        while let key = try reader.nextKey(of: Self.contextKeys) {
            switch key {
            case "requestId": requestID = try reader.readOptionalString()
            case "stage": stage = try reader.readOptionalString()
            case "identity": try readIdentity()
            case "authorizer": try readAuthorizer()
            case _: try reader.skipValue()
            }
        }
    }

    private mutating func readIdentity() throws(JSONError) {
        if try reader.readIfNull() { return }
        try reader.beginObject()
        while try reader.nextKey(of: Self.identityKeys) != nil { sourceAddress = try reader.readOptionalString() }
    }

    /// The authorizer's context. API Gateway delivers its values as strings; numbers and booleans are taken as they are
    /// written, in case it does not, and what is nested did not come from an authorizer.
    private mutating func readAuthorizer() throws(JSONError) {
        if try reader.readIfNull() { return }
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch try reader.peek() {
            case .string: authorizer[key] = try reader.readString()
            case .number: authorizer[key] = try reader.readNumber().literal
            case .bool: authorizer[key] = try reader.readBool() ? "true" : "false"
            case .null, .array, .object: try reader.skipValue()
            }
        }
    }
}

extension JSONReader {
    fileprivate mutating func readOptionalString() throws(JSONError) -> String? {
        try readIfNull() ? nil : readString()
    }

    /// `{"name": "value"}`, or null.
    fileprivate mutating func readMap(_ body: (String, String) -> Void) throws(JSONError) {
        if try readIfNull() { return }
        try beginObject()
        while let name = try nextKey() {
            if let value = try readOptionalString() { body(name, value) }
        }
    }

    /// `{"name": ["value", …]}`, or null.
    fileprivate mutating func readMultiValueMap(_ body: (String, String) -> Void) throws(JSONError) {
        if try readIfNull() { return }
        try beginObject()
        while let name = try nextKey() {
            if try readIfNull() { continue }
            try beginArray()
            while try nextElement() {
                if let value = try readOptionalString() { body(name, value) }
            }
        }
    }
}
