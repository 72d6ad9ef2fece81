/// The names of what more than one stack must know. Each stack puts its own environment in.
struct Naming: Sendable {
    enum Table: String, Sendable, CaseIterable {
        case apiKeys = "api-keys"
        case productCatalog = "product-catalog"
        case requestAnalytics = "request-analytics"
    }

    enum Secret: String, Sendable, CaseIterable {
        case masterKey = "master-key"
        case providerKeys = "provider-keys"
    }

    enum Function: String, Sendable, CaseIterable {
        case gateway, authorizer, mcp
    }

    /// `dev` or `prod`.
    let environment: Text

    /// What the names of this environment's resources begin with.
    var prefix: Text { "ai-gateway-\(environment)" }

    func table(_ table: Table) -> Text { "\(prefix)-\(table.rawValue)" }

    func secret(_ secret: Secret) -> Text { "\(prefix)/\(secret.rawValue)" }

    func function(_ function: Function) -> Text { "\(prefix)-\(function.rawValue)" }

    func tableARN(_ table: Table) -> Text { Self.arn("dynamodb", "table/\(self.table(table))") }

    /// Secrets Manager ends a secret's ARN with a hyphen and six characters of its own.
    func secretARN(_ secret: Secret) -> Text { Self.arn("secretsmanager", "secret:\(self.secret(secret))-??????") }

    /// An ARN of this account and region.
    static func arn(_ service: String, _ resource: Text) -> Text {
        "arn:\(.partition):\(service):\(.region):\(.accountID):\(resource)"
    }
}
