import HTTP
import JSON
import POSIX

/// The variables that API Gateway offers about a request ("Variables for data transformations" of its developer guide):
/// `$context.…` in templates and access logs, `context.…` in parameter mappings.
struct RequestVariables {
    let request: APIRequest
    var error: (type: GatewayResponseType, message: String?)?

    /// The value of a mapping expression; nil when it names nothing.
    func value(ofExpression expression: String) -> String? {
        if expression.count >= 2, expression.hasPrefix("'"), expression.hasSuffix("'") {
            return String(expression.dropFirst().dropLast())
        }
        let sources: [(String, (String) -> String?)] = [
            ("method.request.header.", { request.headers[$0] }),
            ("method.request.querystring.", { request.query[$0] }),
            ("method.request.path.", { name in request.match?.parameters.first { $0.name == name }?.value }),
            ("stageVariables.", { request.api.stageVariables[$0] }),
            ("context.", context),
        ]
        for (prefix, find) in sources where expression.hasPrefix(prefix) {
            return find(String(expression.dropFirst(prefix.count)))
        }
        return nil
    }

    /// The template with its `$context.…` and `$stageVariables.…` replaced. Gateway responses know no more of the
    /// Velocity template language than that; a variable without a value is replaced by nothing.
    func render(_ template: String) -> String {
        var result = ""
        var rest = template[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            let name = Self.variableName(rest[rest.index(after: dollar)...])
            if name.hasPrefix("context.") || name.hasPrefix("stageVariables.") {
                result += value(ofExpression: name) ?? ""
            } else {
                result += "$" + name
            }
            rest = rest[rest.index(dollar, offsetBy: 1 + name.count)...]
        }
        return result + rest
    }

    private static func variableName(_ text: Substring) -> String {
        let name = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "_" || $0 == "-") }
        // A full stop or a hyphen at the end belongs to the sentence around it.
        return String(name.reversed().drop { $0 == "." || $0 == "-" }.reversed())
    }

    private func context(_ name: String) -> String? {
        switch name {
        case "requestId": return request.id
        case "extendedRequestId": return request.extendedID
        case "apiId": return request.api.id
        case "accountId": return request.api.context.accountID
        case "stage": return request.api.stage
        case "httpMethod": return request.method
        case "path": return request.path
        case "protocol": return "HTTP/1.1"
        case "resourcePath": return request.match?.resource.path
        case "resourceId": return request.match?.resource.id
        case "requestTime": return request.receivedAt.commonLogFormat
        case "requestTimeEpoch": return String(request.receivedAt.millisecondsSinceEpoch)
        case "domainName": return request.domainName
        case "identity.sourceIp": return request.sourceAddress
        case "identity.userAgent": return request.headers["User-Agent"]
        case "error.message": return error?.message ?? ""
        case "error.messageString":
            guard let message = error?.message else { return "null" }
            return String(decoding: JSONValue.string(message).serialized(), as: UTF8.self)
        case "error.responseType": return error?.type.rawValue
        default:
            guard name.hasPrefix("authorizer.") else { return nil }
            return request.authorization?.value(of: String(name.dropFirst("authorizer.".count)))
        }
    }
}
