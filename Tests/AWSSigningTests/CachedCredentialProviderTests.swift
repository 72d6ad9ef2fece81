import AWSSigning
import Cryptography
import POSIX
import Testing

// A caller that waits for an answer that never comes must fail its test, not stop the rest.
@Suite("Cached credentials", .timeLimit(.minutes(1)))
struct CachedCredentialProviderTests {
    let source = ScriptedSource()
    let clock = Clock()
    let provider: CachedCredentialProvider

    init() {
        provider = CachedCredentialProvider(source, now: { [clock] in clock.now }, random: { 0 })
    }

    func credentials(_ id: String, expiringIn seconds: Int64? = 3_600) -> Credentials {
        Credentials(
            accessKeyID: id,
            secretAccessKey: "secret",
            expiration: seconds.map { clock.now.advanced(byMilliseconds: $0 * 1_000) }
        )
    }

    @Test("are asked for once by a hundred callers at the same time")
    func sharesOneRefresh() async throws {
        let callers = (0..<100).map { _ in Task { try await provider.credentials().accessKeyID } }
        await source.waitForCall(1)
        for _ in 0..<1_000 { await Task.yield() }
        #expect(await source.calls == 1)
        await source.answer(.success(credentials("A")))
        for caller in callers {
            #expect(try await caller.value == "A")
        }
        #expect(try await provider.credentials().accessKeyID == "A")
        #expect(await source.calls == 1)
    }

    @Test("share a failed refresh too, and callers that come later hear of it without another")
    func sharesAFailure() async throws {
        let callers = (0..<100).map { _ in Task { try await provider.credentials() } }
        await source.waitForCall(1)
        await source.answer(.failure(.refused(status: 500)))
        for caller in callers {
            await #expect(throws: CredentialError.refused(status: 500)) { try await caller.value }
        }
        #expect(await source.calls == 1)
    }

    @Test("have no error that lasts: after pauses that double the source is asked again, and its answer used")
    func recovers() async throws {
        for (tries, pause) in [1, 2, 4, 8, 16, 32, 60, 60].enumerated() {
            await source.answer(.failure(.malformedResponse))
            await #expect(throws: CredentialError.malformedResponse) { try await provider.credentials() }
            clock.advance(seconds: Int64(pause) - 1)
            await #expect(throws: CredentialError.malformedResponse) { try await provider.credentials() }
            #expect(await source.calls == tries + 1)
            clock.advance(seconds: 1)
        }
        await source.answer(.success(credentials("A")))
        #expect(try await provider.credentials().accessKeyID == "A")
        // The next failure is a first one again.
        clock.advance(seconds: 3_600)
        await source.answer(.failure(.malformedResponse))
        await #expect(throws: CredentialError.malformedResponse) { try await provider.credentials() }
        clock.advance(seconds: 1)
        await source.answer(.success(credentials("B")))
        #expect(try await provider.credentials().accessKeyID == "B")
    }

    @Test("are refreshed, and failures forgotten, up to a minute and a quarter of the pause later by jitter")
    func jitters() async throws {
        let late = CachedCredentialProvider(source, now: { [clock] in clock.now }, random: { 0.5 })
        await source.answer(.failure(.refused(status: 500)))
        await #expect(throws: CredentialError.refused(status: 500)) { try await late.credentials() }
        clock.advance(seconds: 1)
        await #expect(throws: CredentialError.refused(status: 500)) { try await late.credentials() }
        clock.advance(seconds: 1)
        await source.answer(.success(credentials("A", expiringIn: 3_600)))
        _ = try await late.credentials()
        clock.advance(seconds: 3_329)
        _ = try await late.credentials()
        #expect(await source.calls == 2)
        clock.advance(seconds: 1)
        await source.answer(.success(credentials("B")))
        #expect(try await late.credentials().accessKeyID == "B")
    }

    @Test("that a service refuses are asked for again, unless they are new or others are there already")
    func replacesRefusedOnes() async throws {
        await source.answer(.success(credentials("A")))
        let first = try await provider.credentials()
        #expect(try await provider.credentials(replacing: first) == first)
        #expect(await source.calls == 1)
        clock.advance(seconds: 10)
        await source.answer(.success(credentials("B")))
        let second = try await provider.credentials(replacing: first)
        #expect(second.accessKeyID == "B")
        #expect(try await provider.credentials(replacing: first) == second)
        #expect(await source.calls == 2)
        // The source has no others, and those that are refused stay in use.
        clock.advance(seconds: 10)
        await source.answer(.failure(.refused(status: 500)))
        #expect(try await provider.credentials(replacing: second) == second)
        #expect(try await provider.credentials(replacing: second) == second)
        #expect(await source.calls == 3)
    }

    @Test("that a service refuses are replaced for all who ask by the same refresh")
    func replacesRefusedOnesForAll() async throws {
        await source.answer(.success(credentials("A")))
        let refused = try await provider.credentials()
        clock.advance(seconds: 10)
        let first = Task { try await provider.credentials(replacing: refused).accessKeyID }
        await source.waitForCall(2)
        // The refresh is under way: what is there is what was refused.
        let others = (0..<10).map { _ in Task { try await provider.credentials(replacing: refused).accessKeyID } }
        for _ in 0..<1_000 { await Task.yield() }
        // Whoever has not heard of the refusal goes on with them.
        #expect(try await provider.credentials() == refused)
        await source.answer(.success(credentials("B")))
        #expect(try await first.value == "B")
        for other in others {
            #expect(try await other.value == "B")
        }
        #expect(await source.calls == 2)
    }

    @Test("are refreshed five minutes before they expire, not earlier")
    func refreshesBeforeTheEnd() async throws {
        await source.answer(.success(credentials("A", expiringIn: 3_600)))
        #expect(try await provider.credentials().accessKeyID == "A")
        clock.advance(seconds: 3_299)
        #expect(try await provider.credentials().accessKeyID == "A")
        #expect(await source.calls == 1)
        clock.advance(seconds: 1)
        await source.answer(.success(credentials("B", expiringIn: 3_600)))
        #expect(try await provider.credentials().accessKeyID == "B")
        #expect(await source.calls == 2)
    }

    @Test("stay in use while one caller refreshes them")
    func staysInUseDuringARefresh() async throws {
        await source.answer(.success(credentials("A", expiringIn: 600)))
        #expect(try await provider.credentials().accessKeyID == "A")
        clock.advance(seconds: 400)
        let refreshing = Task { try await provider.credentials().accessKeyID }
        await source.waitForCall(2)
        // Not answered yet: these would wait for ever if they waited.
        for _ in 0..<5 {
            #expect(try await provider.credentials().accessKeyID == "A")
        }
        await source.answer(.success(credentials("B")))
        #expect(try await refreshing.value == "B")
        #expect(try await provider.credentials().accessKeyID == "B")
        #expect(await source.calls == 2)
    }

    @Test("stay in use when a refresh fails, which is tried again ten seconds later")
    func survivesAFailedRefresh() async throws {
        await source.answer(.success(credentials("A", expiringIn: 600)))
        _ = try await provider.credentials()
        clock.advance(seconds: 400)
        await source.answer(.failure(.refused(status: 500)))
        #expect(try await provider.credentials().accessKeyID == "A")
        clock.advance(seconds: 9)
        #expect(try await provider.credentials().accessKeyID == "A")
        #expect(await source.calls == 2)
        clock.advance(seconds: 1)
        await source.answer(.success(credentials("B")))
        #expect(try await provider.credentials().accessKeyID == "B")
        #expect(await source.calls == 3)
    }

    @Test("are not used after they have expired, whatever happens")
    func stopsAtTheEnd() async throws {
        await source.answer(.success(credentials("A", expiringIn: 600)))
        _ = try await provider.credentials()
        clock.advance(seconds: 599)
        await source.answer(.failure(.refused(status: 500)))
        #expect(try await provider.credentials().accessKeyID == "A")
        clock.advance(seconds: 1)
        await source.answer(.failure(.refused(status: 503)))
        await #expect(throws: CredentialError.refused(status: 503)) { try await provider.credentials() }
        clock.advance(seconds: 2)
        await source.answer(.success(credentials("B")))
        #expect(try await provider.credentials().accessKeyID == "B")
    }

    @Test("that live for less than five minutes are not asked for by every call")
    func bearsShortLives() async throws {
        await source.answer(.success(credentials("A", expiringIn: 60)))
        for _ in 0..<5 {
            #expect(try await provider.credentials().accessKeyID == "A")
        }
        #expect(await source.calls == 1)
        clock.advance(seconds: 10)
        await source.answer(.success(credentials("B", expiringIn: 60)))
        #expect(try await provider.credentials().accessKeyID == "B")
    }

    @Test("that seem to have expired when they come are used, and asked for again after ten seconds, not by every call")
    func bearsAWrongClock() async throws {
        for _ in 0..<10 { await source.answer(.success(credentials("A", expiringIn: -60))) }
        for _ in 0..<5 {
            #expect(try await provider.credentials().accessKeyID == "A")
        }
        #expect(await source.calls == 1)
        clock.advance(seconds: 10)
        for _ in 0..<5 {
            #expect(try await provider.credentials().accessKeyID == "A")
        }
        #expect(await source.calls == 2)
    }

    @Test("that live for less than ten seconds are asked for again when they expire")
    func bearsTheShortestLives() async throws {
        await source.answer(.success(credentials("A", expiringIn: 5)))
        _ = try await provider.credentials()
        clock.advance(seconds: 4)
        #expect(try await provider.credentials().accessKeyID == "A")
        #expect(await source.calls == 1)
        clock.advance(seconds: 1)
        await source.answer(.success(credentials("B")))
        #expect(try await provider.credentials().accessKeyID == "B")
    }

    @Test("without an expiration are asked for again after five minutes, and kept when that fails")
    func rereadsEndlessOnes() async throws {
        await source.answer(.success(credentials("A", expiringIn: nil)))
        _ = try await provider.credentials()
        clock.advance(seconds: 299)
        #expect(try await provider.credentials().accessKeyID == "A")
        #expect(await source.calls == 1)
        clock.advance(seconds: 1)
        await source.answer(.failure(.notConfigured))
        #expect(try await provider.credentials().accessKeyID == "A")
        clock.advance(seconds: 10)
        await source.answer(.success(credentials("B", expiringIn: nil)))
        #expect(try await provider.credentials().accessKeyID == "B")
    }

    @Test("reach the other callers when the one who started the refresh is cancelled")
    func survivesTheStartersCancellation() async throws {
        let starter = Task { try await provider.credentials() }
        await source.waitForCall(1)
        let others = (0..<10).map { _ in Task { try await provider.credentials().accessKeyID } }
        starter.cancel()
        // The starter stops waiting at once, though the source has not answered.
        await #expect(throws: CredentialError.cancelled) { try await starter.value }
        await source.answer(.success(credentials("A")))
        for other in others {
            #expect(try await other.value == "A")
        }
        #expect(await source.calls == 1)
    }

    @Test("are not waited for, nor asked for, by a caller who is cancelled already", .timeLimit(.minutes(1)))
    func ignoresACancelledCaller() async throws {
        let caller = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await provider.credentials()
        }
        caller.cancel()
        await #expect(throws: CredentialError.cancelled) { try await caller.value }
        #expect(await source.calls == 0)
    }

    @Test("let each caller be cancelled alone, at any moment")
    func cancelsOneCaller() async throws {
        for _ in 0..<200 {
            let source = ScriptedSource()
            let provider = CachedCredentialProvider(source)
            let kept = Task { try await provider.credentials().accessKeyID }
            let cancelled = Task { try await provider.credentials().accessKeyID }
            cancelled.cancel()
            await source.waitForCall(1)
            await source.answer(.success(Credentials(accessKeyID: "A", secretAccessKey: "s")))
            #expect(try await kept.value == "A")
            do {
                #expect(try await cancelled.value == "A")
            } catch let error as CredentialError {
                #expect(error == .cancelled)
            }
            #expect(await source.calls == 1)
        }
    }
}
