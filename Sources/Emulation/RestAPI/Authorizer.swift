/// A REQUEST authorizer (`AWS::ApiGateway::Authorizer`).
struct Authorizer: Sendable {
    /// Where a part of the identity is in the request.
    enum IdentitySource: Sendable, Equatable {
        case header(String)
        case query(String)
        case stageVariable(String)
        case context(String)

        /// `method.request.header.NAME`, `method.request.querystring.NAME`, `stageVariables.NAME` or `context.NAME`.
        init?(_ expression: String) {
            let prefixes: [(String, (String) -> IdentitySource)] = [
                ("method.request.header.", Self.header), ("method.request.querystring.", Self.query),
                ("stageVariables.", Self.stageVariable), ("context.", Self.context),
            ]
            for (prefix, make) in prefixes where expression.hasPrefix(prefix) && expression.count > prefix.count {
                self = make(String(expression.dropFirst(prefix.count)))
                return
            }
            return nil
        }
    }

    let id: String
    let function: FunctionARN
    let functionARN: String
    let identitySources: [IdentitySource]
    /// How long a result is used again; 0 for never.
    let resultLifetimeSeconds: Int
    /// Whether a permission, or credentials, let API Gateway call the function.
    let isPermitted: Bool
}
