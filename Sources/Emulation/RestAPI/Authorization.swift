import JSON

/// What an authorizer said about a caller: who it is, what it may invoke and what else to tell the integration.
struct Authorization: Sendable {
    let principalID: String
    let policy: PolicyDocument
    /// The context's values as the integration gets them: all are strings there.
    let context: [(name: String, value: String)]
    /// How long the authorizer took, in milliseconds; 0 when the result came from the cache.
    var latencyMilliseconds = 0

    /// Reads an authorizer's answer ("Output from an API Gateway Lambda authorizer" of the developer guide); nil when
    /// API Gateway would call it a configuration error: no principal, no valid policy, or nested values in the context.
    init?(parsing payload: [UInt8]) {
        let answer: JSONValue
        do throws(JSONError) {
            answer = try JSONValue(parsing: payload)
        } catch {
            return nil
        }
        guard let principal = answer["principalId"].flatMap(IntrinsicResolver.scalarText),
            let policy = answer["policyDocument"].flatMap(PolicyDocument.init)
        else { return nil }
        var context: [(name: String, value: String)] = []
        for member in answer["context"]?.object ?? [:] {
            guard let text = IntrinsicResolver.scalarText(member.value) else { return nil }
            context.append((member.key, text))
        }
        if let extra = answer["context"], !extra.isNull, extra.object == nil { return nil }
        principalID = principal
        self.policy = policy
        self.context = context
    }

    /// `$context.authorizer.NAME`.
    func value(of name: String) -> String? {
        switch name {
        case "principalId": principalID
        case "integrationLatency": String(latencyMilliseconds)
        default: context.first { $0.name == name }?.value
        }
    }
}
