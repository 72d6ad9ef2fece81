import HTTP
import JSON
import POSIX
import Synchronization
import Testing

@testable import Emulation

@Suite("An authorizer")
struct AuthorizerTests {
    /// Answers with what the request's header `X-Policy` asks for.
    private static let authorizer: @Sendable (StandInEvent, StandInSession) throws -> Void = { event, session in
        let request = try JSONValue(parsing: event.body)
        let wish = request["headers"]?["X-Policy"]?.string ?? ""
        func policy(_ effect: String, _ resource: String) -> String {
            let statement = #"{"Action":"execute-api:Invoke","Effect":"\#(effect)","Resource":"\#(resource)"}"#
            return #"{"principalId":"me","policyDocument":{"Statement":[\#(statement)]},"context":{"n":7}}"#
        }
        switch wish {
        case "allow": try session.respond(event, policy("Allow", "*"))
        case "deny": try session.respond(event, policy("Deny", "*"))
        case "other": try session.respond(event, policy("Allow", "*/GET/cached/other"))
        case "unauthorized": try session.fail(event, #"{"errorType":"Any","errorMessage":"Unauthorized"}"#)
        case "error": try session.fail(event, #"{"errorType":"Unauthorized","errorMessage":"unauthorized"}"#)
        case "crash": throw StandInConnection.Closed()
        default: try session.respond(event, wish)
        }
    }

    private static func api(_ authorizer: StandInFunction) throws -> TestAPI {
        try TestAPI(
            gateway: StandInFunction { event, session in
                let context = try JSONValue(parsing: event.body)["requestContext"]?["authorizer"] ?? .null
                try session.stream(event, prelude: "{}", body: String(decoding: context.serialized(), as: UTF8.self))
            },
            authorizer: authorizer
        )
    }

    @Test("that allows a request tells the integration who calls")
    func allows() throws {
        let api = try Self.api(StandInFunction(handling: Self.authorizer))
        let answer = try api.send("GET", "/guarded/door", headers: "X-Policy: allow\r\n")
        #expect(answer.head.status == .ok)
        let context = try JSONValue(parsing: answer.body)
        #expect(context["principalId"] == "me")
        #expect(context["n"] == "7")
        #expect(context["integrationLatency"]?.int != nil)
    }

    @Test(
        "that does not allow it keeps the function out",
        arguments: [
            ("deny", 403, #"{"message":"User is not authorized to access this resource with an explicit deny"}"#),
            ("other", 403, #"{"message":"User is not authorized to access this resource"}"#),
            ("unauthorized", 401, #"{"message":"Unauthorized"}"#), ("error", 500, #"{"message":null}"#),
            ("crash", 500, #"{"message":null}"#), ("{}", 500, #"{"message":null}"#),
            ("no JSON", 500, #"{"message":null}"#),
        ]
    )
    func refuses(wish: String, status: Int, body: String) throws {
        let api = try Self.api(StandInFunction(handling: Self.authorizer))
        let answer = try api.send("GET", "/guarded", headers: "X-Policy: \(wish)\r\n")
        #expect(answer.head.status?.rawValue == status)
        #expect(String(decoding: answer.body, as: UTF8.self) == body)
        #expect(api.gateway.state.withLock { $0.records.isEmpty })
    }

    @Test("is not asked when an identity source is missing or empty")
    func needsIdentity() throws {
        let authorizer = StandInFunction(handling: Self.authorizer)
        let api = try Self.api(authorizer)
        for headers in ["", "X-User: me\r\n", "X-User: me\r\nAuthorization: \r\n", "Authorization: x\r\n"] {
            let answer = try api.send("GET", "/cached", headers: headers + "X-Policy: allow\r\n")
            #expect(answer.head.status == .unauthorized)
        }
        #expect(authorizer.startCount == 0)
    }

    @Test("whose results are kept is asked once for each identity, and its policy counts for every method")
    func caches() throws {
        let asked = Mutex(0)
        let authorizer = StandInFunction { event, session in
            asked.withLock { $0 += 1 }
            try Self.authorizer(event, session)
        }
        let api = try Self.api(authorizer)
        func status(_ user: String, _ policy: String, _ method: String = "GET") throws -> Int? {
            let headers = "X-User: \(user)\r\nAuthorization: a\r\nX-Policy: \(policy)\r\n"
            return try api.send(method, "/cached", headers: headers).head.status?.rawValue
        }
        #expect(try status("me", "allow") == 200)
        // The header asks for something else now, but the result is kept.
        #expect(try status("me", "deny", "POST") == 200)
        #expect(asked.withLock { $0 } == 1)
        #expect(try status("you", "deny") == 403)
        #expect(try status("you", "allow") == 403)
        #expect(asked.withLock { $0 } == 2)
        // A result for another path is kept too, and does not open this one.
        #expect(try status("they", "other") == 403)
        #expect(try status("they", "allow") == 403)
        #expect(asked.withLock { $0 } == 3)
        // What failed is not kept.
        #expect(try status("none", "unauthorized") == 401)
        #expect(try status("none", "allow") == 200)
        #expect(asked.withLock { $0 } == 5)
    }

    @Test("whose results are not kept is asked every time")
    func asksAgain() throws {
        let asked = Mutex(0)
        let authorizer = StandInFunction { event, session in
            asked.withLock { $0 += 1 }
            try Self.authorizer(event, session)
        }
        let api = try Self.api(authorizer)
        for _ in 1...3 { _ = try api.send("GET", "/guarded", headers: "X-Policy: allow\r\n") }
        #expect(asked.withLock { $0 } == 3)
    }

    @Test("result is kept no longer than it may be, and for its own identity only")
    func expires() throws {
        let cache = AuthorizationCache()
        let authorization = try #require(
            Authorization(parsing: Array(#"{"principalId":"me","policyDocument":{"Statement":[]}}"#.utf8))
        )
        cache.insert(authorization, for: "a", seconds: 2, at: 1_000)
        #expect(cache.authorization(for: "a", at: 2_000_000_999)?.principalID == "me")
        #expect(cache.authorization(for: "b", at: 1_000) == nil)
        #expect(cache.authorization(for: "a", at: 2_000_001_000) == nil)
    }
}
