import Cryptography
import HTTP
import JSON

/// The head of a proxy integration's answer, as the function gives it.
struct IntegrationResponse: Sendable, Equatable {
    var status: Int
    var headers: HeaderFields

    /// Reads `statusCode`, `headers`, `multiValueHeaders` and, where allowed, `cookies`; nil when a member has another
    /// name or shape than API Gateway accepts.
    ///
    /// - Parameter others: names of further members that the caller reads.
    init?(_ members: JSONObject, allowing others: Set<String>) {
        guard
            members.keys.allSatisfy({
                ["statusCode", "headers", "multiValueHeaders"].contains($0) || others.contains($0)
            })
        else { return nil }
        let code = members["statusCode"] ?? .null
        guard let status = code.isNull ? 200 : IntrinsicResolver.scalarText(code).flatMap({ Int($0) }),
            (200...599).contains(status)
        else { return nil }
        self.status = status
        headers = HeaderFields()
        guard append(single: members["headers"]), append(multiple: members["multiValueHeaders"]) else { return nil }
        guard others.contains("cookies"), let cookies = members["cookies"], !cookies.isNull else { return }
        guard let list = cookies.array else { return nil }
        for cookie in list {
            guard let text = cookie.string else { return nil }
            headers.append("Set-Cookie", text)
        }
    }

    private mutating func append(single value: JSONValue?) -> Bool {
        guard let value, !value.isNull else { return true }
        guard let object = value.object else { return false }
        for member in object {
            guard let text = IntrinsicResolver.scalarText(member.value) else { return false }
            headers[member.key] = text
        }
        return true
    }

    /// The values of `multiValueHeaders` come after the one of `headers`, which is not said twice.
    private mutating func append(multiple value: JSONValue?) -> Bool {
        guard let value, !value.isNull else { return true }
        guard let object = value.object else { return false }
        for member in object {
            guard let list = member.value.array else { return false }
            let values = list.compactMap(IntrinsicResolver.scalarText)
            guard values.count == list.count else { return false }
            if let single = headers[member.key], values.contains(single) { headers.remove(member.key) }
            for value in values { headers.append(member.key, value) }
        }
        return true
    }
}

extension IntegrationResponse {
    /// Reads the whole answer of a buffered integration; nil when it is malformed, which API Gateway answers with 502.
    ///
    /// - Parameter isBinary: whether a Base64 body is decoded, for the content type it is given.
    static func buffered(
        _ payload: [UInt8],
        isBinary: (String) -> Bool
    ) -> (response: IntegrationResponse, body: [UInt8])? {
        let answer: JSONValue
        do throws(JSONError) {
            answer = try JSONValue(parsing: payload, limits: JSONLimits(maxDepth: 64, maxBytes: 16 << 20))
        } catch {
            return nil
        }
        guard let members = answer.object,
            let response = IntegrationResponse(members, allowing: ["body", "isBase64Encoded"])
        else { return nil }
        let body = members["body"] ?? .null
        guard let text = body.isNull ? "" : IntrinsicResolver.scalarText(body) else { return nil }
        let type = response.headers["Content-Type"] ?? "application/json"
        guard members["isBase64Encoded"]?.bool == true, isBinary(type) else { return (response, Array(text.utf8)) }
        guard let decoded = Base64.decode(text) else { return nil }
        return (response, decoded)
    }
}
