import JSON
import Testing

@testable import Emulation

@Suite("An authorizer's policy")
struct PolicyTests {
    private static let target = "arn:aws:execute-api:us-east-1:123456789012:abc123/dev/GET/v1/models"

    private static func statement(_ effect: JSONValue, _ action: JSONValue, _ resource: JSONValue) -> JSONValue {
        ["Effect": effect, "Action": action, "Resource": resource]
    }

    private static func decision(_ statements: JSONValue) -> PolicyDocument.Decision? {
        PolicyDocument(["Version": "2012-10-17", "Statement": statements])?.decision(invoking: target)
    }

    @Test(
        "matches resources with * and ?",
        arguments: [
            ("*", true), ("arn:aws:execute-api:us-east-1:123456789012:abc123/dev/*", true),
            ("arn:aws:execute-api:*:*:abc123/dev/GET/*", true),
            ("arn:aws:execute-api:*:*:abc123/dev/POST/*", false), (target, true),
            ("arn:aws:execute-api:us-east-?:123456789012:abc12?/dev/GET/v1/models", true),
            ("arn:aws:execute-api:us-east-1:123456789012:abc123/dev/GET/v1/model", false),
            ("arn:aws:execute-api:us-east-1:123456789012:abc123/dev/GET/v1/models?", false),
            ("arn:aws:execute-api:us-east-1:123456789012:abc123/prod/*", false), ("**/models", true),
            ("*/models/*", false), ("", false),
        ]
    )
    func matchesResources(pattern: String, isMatch: Bool) {
        let decision = Self.decision([Self.statement("Allow", "execute-api:Invoke", .string(pattern))])
        #expect(decision == (isMatch ? .allowed : .implicitlyDenied))
    }

    @Test("is no trap for patterns that backtrack")
    func matchesInTime() {
        let pattern = String(repeating: "a*", count: 40) + "b"
        #expect(!Wildcard.matches(String(repeating: "a", count: 4_000), pattern: pattern))
    }

    @Test(
        "matches actions without regard to case",
        arguments: [
            ("execute-api:Invoke", true), ("EXECUTE-API:invoke", true), ("execute-api:*", true), ("*", true),
            (["lambda:*", "execute-api:Inv*"], true), ("lambda:InvokeFunction", false), ([], false),
        ] as [(JSONValue, Bool)]
    )
    func matchesActions(action: JSONValue, isMatch: Bool) {
        #expect(Self.decision([Self.statement("Allow", action, "*")]) == (isMatch ? .allowed : .implicitlyDenied))
    }

    @Test("that denies outweighs all that allows, whatever the order")
    func denies() {
        let allow = Self.statement("Allow", "*", "*")
        let deny = Self.statement("Deny", "execute-api:Invoke", ["*/dev/GET/*"])
        let other = Self.statement("Deny", "execute-api:Invoke", "*/dev/POST/*")
        #expect(Self.decision([allow, deny]) == .explicitlyDenied)
        #expect(Self.decision([deny, allow]) == .explicitlyDenied)
        #expect(Self.decision([allow, other]) == .allowed)
        #expect(Self.decision([]) == .implicitlyDenied)
        #expect(Self.decision(allow) == .allowed)
    }

    @Test("may name what it does not speak of")
    func negates() {
        let statement: JSONValue = ["Effect": "Allow", "Action": "*", "NotResource": "*/dev/POST/*"]
        #expect(Self.decision([statement]) == .allowed)
        let other: JSONValue = ["Effect": "Allow", "NotAction": "execute-api:Invoke", "Resource": "*"]
        #expect(Self.decision([other]) == .implicitlyDenied)
    }

    @Test(
        "that is none is refused",
        arguments: [
            nil, "Allow", [:], ["Statement": "x"], ["Statement": [["Effect": "Allow", "Action": "*"]]],
            ["Statement": [["Effect": "allow", "Action": "*", "Resource": "*"]]],
            ["Statement": [["Effect": "Allow", "Action": 1, "Resource": "*"]]],
            ["Statement": [["Effect": "Allow", "Action": "*", "Resource": ["*", 1]]]],
            ["Statement": [["Effect": "Allow", "Action": "*", "Resource": "*", "Condition": [:]]]],
        ] as [JSONValue]
    )
    func refusesMalformed(document: JSONValue) {
        #expect(PolicyDocument(document) == nil)
    }

    @Test("comes with a principal and a flat context, whose values become strings")
    func readsAuthorization() throws {
        func authorization(_ changes: JSONObject) -> Authorization? {
            var document: JSONObject = [
                "principalId": "me",
                "policyDocument": ["Statement": [["Effect": "Allow", "Action": "*", "Resource": "*"]]],
            ]
            for change in changes { document[change.key] = change.value.isNull ? JSONValue?.none : change.value }
            return Authorization(parsing: JSONValue.object(document).serialized())
        }
        let full = try #require(authorization(["context": ["s": "t", "n": 1.5, "b": true]]))
        #expect(full.principalID == "me")
        #expect(full.context.map { "\($0.name)=\($0.value)" } == ["s=t", "n=1.5", "b=true"])
        #expect(authorization([:])?.context.isEmpty == true)
        #expect(authorization(["context": ["nested": [:]]]) == nil)
        #expect(authorization(["context": []]) == nil)
        #expect(authorization(["principalId": nil]) == nil)
        #expect(authorization(["policyDocument": nil]) == nil)
        #expect(Authorization(parsing: Array("no JSON".utf8)) == nil)
    }
}
