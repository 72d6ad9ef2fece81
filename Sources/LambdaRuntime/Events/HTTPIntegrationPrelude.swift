import HTTP
import JSON

/// What precedes the body in a streamed answer to API Gateway: a JSON object with status and headers, then eight zero
/// bytes. See "Set up a Lambda proxy integration with payload response streaming in API Gateway".
enum HTTPIntegrationPrelude {
    /// The content type that makes Lambda and API Gateway look for a prelude.
    static let contentType = "application/vnd.awslambda.http-integration-response"
    /// API Gateway looks for the zero bytes in the first 16 KB, and answers 500 when they are not there.
    static let maxBytes = 16_384
    private static let delimiter = [UInt8](repeating: 0, count: 8)

    /// The prelude of a response. Where the headers would make it longer than API Gateway takes, the longest are left out.
    static func make(_ head: ResponseHead) -> [UInt8] {
        var headers = head.headers
        while true {
            let bytes = encode(head.status, headers)
            if bytes.count <= maxBytes { return bytes }
            guard let longest = headers.max(by: { $0.size < $1.size }) else { return bytes }
            headers.remove(longest.name)
        }
    }

    private static func encode(_ status: Status, _ headers: HeaderFields) -> [UInt8] {
        var json = JSONWriter(reservingCapacity: 64 + headers.reduce(0) { $0 + $1.size + 8 })
        json.beginObject()
        json.member("statusCode", status.rawValue)
        if headers.hasRepeats {
            json.key("multiValueHeaders")
            json.beginObject()
            writeMultiValue(headers, to: &json)
            json.endObject()
        } else if !headers.isEmpty {
            json.key("headers")
            json.beginObject()
            for field in headers { json.member(field.name, field.value) }
            json.endObject()
        }
        json.endObject()
        return json.bytes + delimiter
    }

    private static func writeMultiValue(_ headers: HeaderFields, to json: inout JSONWriter) {
        var rest = headers
        for field in headers where rest.contains(field.name) {
            json.key(field.name)
            json.beginArray()
            for value in rest.values(of: field.name) { json.string(value) }
            json.endArray()
            rest.remove(field.name)
        }
    }
}

extension HeaderField {
    fileprivate var size: Int { name.utf8.count + value.utf8.count }
}
