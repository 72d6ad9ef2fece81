import JSON

/// What a Lambda authorizer says: whether the caller may invoke a resource, and what the function behind shall know of it.
///
/// See "Output from an API Gateway Lambda authorizer". To have API Gateway answer 401 instead of 403, fail the invocation
/// with `InvocationError.unauthorized`.
package struct AuthorizerResponse: Sendable, Equatable {
    /// What the policy does with the resource.
    package enum Effect: String, Sendable {
        case allow = "Allow"
        case deny = "Deny"
    }

    /// Who the caller is.
    package var principalID: String
    package var effect: Effect
    /// The ARN the policy is for, as a rule `AuthorizerEvent.stageResource`.
    package var resource: String
    /// What the function finds in `requestContext.authorizer`.
    package var context: [String: String]

    package init(principalID: String, effect: Effect, resource: String, context: [String: String] = [:]) {
        self.principalID = principalID
        self.effect = effect
        self.resource = resource
        self.context = context
    }

    /// The response's JSON; the context in the order of its keys, so that equal responses are equal bytes.
    package func serialized() -> [UInt8] {
        var json = JSONWriter(reservingCapacity: 512)
        json.beginObject()
        json.member("principalId", principalID)
        json.key("policyDocument")
        json.beginObject()
        json.member("Version", "2012-10-17")
        json.key("Statement")
        json.beginArray()
        json.beginObject()
        json.member("Action", "execute-api:Invoke")
        json.member("Effect", effect.rawValue)
        json.member("Resource", resource)
        json.endObject()
        json.endArray()
        json.endObject()
        json.key("context")
        json.beginObject()
        for (key, value) in context.sorted(by: { $0.key < $1.key }) { json.member(key, value) }
        json.endObject()
        json.endObject()
        return json.bytes
    }
}
