/// A deployed REST API: what a stage serves (`AWS::ApiGateway::RestApi` and all that belongs to it).
struct RestAPI: Sendable {
    let id: String
    let context: DeploymentContext
    /// The stage's name.
    let stage: String
    let stageVariables: [String: String]
    let binaryMediaTypes: [String]
    let routes: RouteTree
    let gatewayResponses: GatewayResponses
    /// The functions behind methods and authorizers.
    let functionNames: Set<String>
    /// What would bite after a deployment though the templates are valid, for the engineer to read.
    let warnings: [String]

    /// The ARN that permissions and policies name a request by:
    /// `arn:…:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/path`.
    func methodARN(_ method: String, path: String) -> String {
        context.arn("execute-api", "\(id)/\(stage)/\(method)/\(path.drop { $0 == "/" })")
    }
}
