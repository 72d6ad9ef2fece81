/// A resource of the API with its methods (`AWS::ApiGateway::Resource`).
struct APIResource: Sendable {
    let id: String
    /// As the template spells it, such as `/a2a/{agent}` or `/{proxy+}`.
    let path: String
    /// By HTTP method; `ANY` is for the methods that are not named.
    var methods: [String: APIMethod] = [:]

    /// The methods `ANY` stands for.
    private static let any: Set<String> = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]

    /// What answers an HTTP method.
    func method(_ name: String) -> APIMethod? { methods[name] ?? (Self.any.contains(name) ? methods["ANY"] : nil) }
}

/// A method of a resource (`AWS::ApiGateway::Method`).
struct APIMethod: Sendable {
    /// Who must agree first; nil for `AuthorizationType: NONE`.
    let authorizer: Authorizer?
    let integration: Integration
}

/// What is behind a method.
enum Integration: Sendable {
    case function(FunctionIntegration)
    case mock(MockIntegration)
}

/// An `AWS_PROXY` integration.
struct FunctionIntegration: Sendable {
    /// When API Gateway gives up on a function unless told otherwise, in milliseconds.
    static let defaultTimeoutMilliseconds = 29_000

    let function: FunctionARN
    let functionARN: String
    /// True for `ResponseTransferMode: STREAM`.
    let streams: Bool
    let timeoutMilliseconds: Int
    /// Whether a permission, or credentials, let API Gateway call the function.
    let isPermitted: Bool
}
