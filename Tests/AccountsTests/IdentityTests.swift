import Accounts
import Cryptography
import HTTP
import POSIX
import Testing

@Suite("An identity")
struct IdentityTests {
    private let record = KeyRecord(
        key: .generate(),
        userID: "u-1",
        teamID: "t-1",
        models: ["fast", "openai/*"],
        createdAt: Timestamp(millisecondsSinceEpoch: 0)
    )

    @Test("survives the authorizer's context, which is strings only")
    func roundTrip() {
        let identity = Identity(record: record)
        #expect(Identity(authorizerContext: identity.authorizerContext) == identity)
        #expect(Identity(authorizerContext: Identity.administrator.authorizerContext) == .administrator)
    }

    @Test(
        "is not made from a context that does not say who it is",
        arguments: [
            [:], ["principal": "root"], ["principal": "key"], ["principal": "key", "apiKeyId": "k", "models": "["],
            ["principal": "key", "apiKeyId": "k", "models": "[]"],
            ["principal": "key", "apiKeyId": "k", "models": "{}"],
        ]
    )
    func refusesContext(context: [String: String]) {
        #expect(Identity(authorizerContext: context) == nil)
    }

    @Test(
        "may use the models its key names, by name or pattern",
        arguments: [("fast", true), ("openai/gpt-4o", true), ("openai", false), ("big", false), ("", false)]
    )
    func models(group: String, allowed: Bool) {
        #expect(Identity(record: record).mayUse(modelGroup: group) == allowed)
    }

    @Test("may use every model when its key names none")
    func allModels() {
        #expect(Identity.administrator.mayUse(modelGroup: "anything"))
    }
}

@Suite("A presented credential")
struct PresentedCredentialTests {
    @Test(
        "is taken from any of the three header forms",
        arguments: [
            (["Authorization": "Bearer sk-1"], "sk-1"), (["authorization": "bearer   sk-1"], "sk-1"),
            (["X-API-Key": "sk-2"], "sk-2"), (["api-key": "sk-3"], "sk-3"),
            (["Authorization": "Basic abc", "x-api-key": "sk-2"], "sk-2"),
            (["Authorization": "Bearer sk-1", "x-api-key": "sk-2"], "sk-1"),
        ] as [(HeaderFields, String)]
    )
    func forms(headers: HeaderFields, expected: String) {
        #expect(PresentedCredential(headers: headers)?.secret.exposed == expected)
    }

    @Test(
        "is absent otherwise",
        arguments: [
            [:], ["Authorization": ""], ["Authorization": "Bearer"], ["Authorization": "Bearer "], ["X-API-Key": ""],
        ]
            as [HeaderFields]
    )
    func absent(headers: HeaderFields) {
        #expect(PresentedCredential(headers: headers) == nil)
    }
}

@Suite("A rate window")
struct RateWindowTests {
    @Test(
        "ends with the clock's minute",
        arguments: [(0, 60), (1, 59), (59, 1), (60, 60), (3_599, 1)]
    )
    func ends(seconds: Int64, left: Int) {
        let time = Timestamp(millisecondsSinceEpoch: seconds * 1_000 + 999)
        #expect(RateWindow.minute.secondsUntilEnd(at: time) == left)
    }
}
