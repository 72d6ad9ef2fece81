import AWSServices
import AWSSigning
import Cryptography
import HTTP
import HTTPClient
import Synchronization
import TestSupport
import Testing

@Suite("An AWS call that fails")
struct AWSClientRecoveryTests {
    static func refusal(_ code: String, date: String? = nil) -> ScriptedServer.Answer {
        .response(status: 400, headers: date.map { ["Date": $0] } ?? [:], body: #"{"__type": "x#\#(code)"}"#)
    }

    static let done = ScriptedServer.Answer.response(status: 200, body: "done")

    // MARK: Pauses and the budget

    @Test("pauses longer when the service is asked too often, up to the longest pause")
    func pausesLonger() async throws {
        let server = try ScriptedServer { _, _ in Self.refusal("ThrottlingException") }
        let scripted = ScriptedClient(url: server.url)
        await #expect(throws: AWSError.throttled) { try await scripted.call() }
        #expect(scripted.pauses == [.milliseconds(100), .milliseconds(200), .milliseconds(400)])
        let failing = try ScriptedServer { _, _ in .response(status: 500, body: "") }
        let patient = ScriptedClient(url: failing.url, total: .seconds(100), baseDelay: .seconds(4))
        _ = try? await patient.call()
        // Half of 4 s, and then of the longest, 5 s, where 8 and 16 would come.
        #expect(patient.pauses == [.seconds(2), .milliseconds(2_500), .milliseconds(2_500)])
    }

    @Test("is not begun when no time is left for it")
    func heedsItsTime() async throws {
        let server = try ScriptedServer { _, _ in Self.done }
        let late = ScriptedClient(url: server.url, total: .zero)
        await #expect(throws: AWSError.transport(HTTPClientError(.timedOut(.total), nothingSent: true))) {
            try await late.call()
        }
        #expect(server.received.isEmpty)
    }

    @Test("is not tried again once its client's budget is spent, so that trouble is not multiplied")
    func spendsItsBudget() async throws {
        let isDown = Mutex(true)
        let server = try Self.server { isDown.withLock { $0 } ? .response(status: 500, body: "") : Self.done }
        // Enough for four attempts beyond the first of a call.
        let scripted = ScriptedClient(url: server.url, budget: RetryBudget(capacity: 20))
        for _ in 0..<10 { _ = try? await scripted.call() }
        #expect(server.received.count == 14)
        isDown.withLock { $0 = false }
        for _ in 0..<5 { _ = try await scripted.call() }
        isDown.withLock { $0 = true }
        for _ in 0..<10 { _ = try? await scripted.call() }
        // Fifteen more calls, and the one attempt that five calls that succeeded at once are worth.
        #expect(server.received.count == 30)
    }

    @Test("costs nothing of the budget when the next attempt succeeds")
    func returnsWhatItTook() async throws {
        let server = try ScriptedServer { _, number in
            number.isMultiple(of: 2) ? Self.done : .response(status: 500, body: "")
        }
        let scripted = ScriptedClient(url: server.url, budget: RetryBudget(capacity: 5))
        for _ in 0..<10 { #expect(try await scripted.call() == "done") }
        let silent = try ScriptedServer { _, _ in .close }
        // A call without an answer costs twice as much: more than there is.
        let poor = ScriptedClient(url: silent.url, budget: RetryBudget(capacity: 9))
        _ = try? await poor.call()
        #expect(silent.received.count == 1)
    }

    // MARK: Time

    @Test(
        "because its time is wrong is signed for the service's time, and so are those that follow",
        arguments: ["RequestTimeTooSkewed", "InvalidSignatureException", "SignatureDoesNotMatch", "RequestExpired"],
        [true, false]
    )
    func correctsItsTime(code: String, isIdempotent: Bool) async throws {
        let server = try ScriptedServer { _, number in
            number == 1 ? Self.refusal(code, date: "Sun, 30 Aug 2015 13:36:00 GMT") : Self.done
        }
        let scripted = ScriptedClient(url: server.url, maxAttempts: 1)
        #expect(try await scripted.call(isIdempotent: isIdempotent) == "done")
        #expect(try await scripted.call() == "done")
        let times = server.received.map { $0.headers["x-amz-date"] }
        #expect(times == [ScriptedClient.time, "20150830T133600Z", "20150830T133600Z"])
        #expect(scripted.pauses.isEmpty)
    }

    @Test("because its time is wrong is not signed a second time in a call")
    func correctsItsTimeOnce() async throws {
        let dates = ["Sun, 30 Aug 2015 13:36:00 GMT", "Sun, 30 Aug 2015 15:36:00 GMT"]
        let server = try ScriptedServer { _, number in Self.refusal("RequestTimeTooSkewed", date: dates[number - 1]) }
        await #expect(throws: AWSError.service(code: "RequestTimeTooSkewed", status: 400)) {
            try await ScriptedClient(url: server.url).call()
        }
        #expect(server.received.count == 2)
    }

    @Test(
        "because its signature is wrong at the right time is not signed again",
        arguments: [nil, "Sun, 30 Aug 2015 12:39:59 GMT", "Sun, 30 Aug 2015 12:32:01 GMT", "yesterday", ""]
    )
    func leavesOtherSignatures(date: String?) async throws {
        let server = try ScriptedServer { _, _ in Self.refusal("InvalidSignatureException", date: date) }
        await #expect(throws: AWSError.service(code: "InvalidSignatureException", status: 400)) {
            try await ScriptedClient(url: server.url).call()
        }
        #expect(server.received.count == 1)
    }

    // MARK: Credentials

    /// Credentials "A1", and after each refusal the next, up to a last.
    final class Replacing: CredentialProvider {
        private let number = Mutex(1)
        private let last: Int

        init(last: Int) { self.last = last }

        func credentials() async throws(CredentialError) -> Credentials {
            Credentials(accessKeyID: "A\(number.withLock { $0 })", secretAccessKey: "s")
        }

        func credentials(replacing refused: Credentials) async throws(CredentialError) -> Credentials {
            number.withLock { $0 = min($0 + 1, last) }
            return try await credentials()
        }
    }

    @Test(
        "because its credentials are not accepted is signed with others, once",
        arguments: ["ExpiredTokenException", "ExpiredToken", "UnrecognizedClientException", "InvalidClientTokenId"],
        [true, false]
    )
    func replacesCredentials(code: String, isIdempotent: Bool) async throws {
        let mended = try ScriptedServer { _, number in number == 1 ? Self.refusal(code) : Self.done }
        let scripted = ScriptedClient(url: mended.url, credentials: Replacing(last: 9), maxAttempts: 1)
        #expect(try await scripted.call(isIdempotent: isIdempotent) == "done")
        let ids = mended.received.map { $0.headers["authorization"]?.contains("Credential=A2/") }
        #expect(ids == [false, true])
        for last in [9, 1] {
            let broken = try ScriptedServer { _, _ in Self.refusal(code) }
            let scripted = ScriptedClient(url: broken.url, credentials: Replacing(last: last))
            await #expect(throws: AWSError.service(code: code, status: 400)) { try await scripted.call() }
            // Without others there is nothing to sign again with.
            #expect(broken.received.count == (last == 1 ? 1 : 2))
        }
    }

    private static func server(
        _ answer: @escaping @Sendable () -> ScriptedServer.Answer
    ) throws -> ScriptedServer {
        try ScriptedServer { _, _ in answer() }
    }
}
