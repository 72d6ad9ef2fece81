import AWSServices
import Accounts
import POSIX
import TestSupport
import Testing

extension AgainstMoto {
    @Suite("Admission")
    struct AdmissionTests {
        let server: MotoServer

        init() throws { server = try #require(MotoServer.current) }

        @Test("refuses a key that is unknown, blocked or expired, and counts nothing")
        func refusals() async throws {
            let table = try await KeyTable(server)
            let blocked = try await table.create(limit: 5)
            try await table.set("active", to: false, of: blocked.id)
            let expired = try await table.create(limit: 5, expiresAt: KeyTable.time(second: 30))
            let cases: [(String, AdmissionRefusal)] = [
                ("nobody", .unknownKey), (blocked.id, .inactive), (expired.id, .expired),
            ]
            for (id, refusal) in cases {
                #expect(try await table.store.admit(keyID: id, at: KeyTable.time(second: 30)) == .refused(refusal))
                #expect(try await table.counters(id) == [:])
            }
            #expect(try await table.item("nobody") == nil)
            // One millisecond earlier the key's time is not over.
            let before = KeyTable.time(second: 30).advanced(byMilliseconds: -1)
            guard case .admitted = try await table.store.admit(keyID: expired.id, at: before) else {
                Issue.record("refused before its time was over")
                return
            }
        }

        @Test("lets exactly as many of 50 simultaneous requests in as the limit says")
        func race() async throws {
            let table = try await KeyTable(server)
            let key = try await table.create(limit: 20)
            let time = KeyTable.time(second: 13)
            let outcomes = try await withThrowingTaskGroup(of: AdmissionOutcome.self) { group in
                for _ in 0..<50 { group.addTask { try await table.store.admit(keyID: key.id, at: time) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let remaining = outcomes.compactMap { outcome in
                if case .admitted(let admission) = outcome { admission.remaining } else { nil }
            }
            let refusals = outcomes.filter {
                $0 == .refused(.rateLimited(window: .minute, limit: 20, retryAfter: 47))
            }
            // Each admitted request saw a count of its own.
            #expect(remaining.sorted() == Array(0..<20))
            #expect(refusals.count == 30)
            #expect(try await Array(table.counters(key.id).values) == [20])
        }

        @Test("says what is left and until when")
        func remaining() async throws {
            let table = try await KeyTable(server)
            let key = try await table.create(limit: 2)
            for (second, left, reset) in [(Int64(0), 1, 60), (59, 0, 1)] {
                #expect(
                    try await table.store.admit(keyID: key.id, at: KeyTable.time(second: second))
                        == .admitted(Admission(keyID: key.id, limit: 2, remaining: left, secondsUntilReset: reset))
                )
            }
            #expect(
                try await table.store.admit(keyID: key.id, at: KeyTable.time(second: 59))
                    == .refused(.rateLimited(window: .minute, limit: 2, retryAfter: 1))
            )
        }

        @Test("counts a key without a limit, and never refuses it")
        func unlimited() async throws {
            let table = try await KeyTable(server)
            let key = try await table.create()
            for _ in 0..<30 {
                #expect(
                    try await table.store.admit(keyID: key.id, at: KeyTable.time(second: 1))
                        == .admitted(Admission(keyID: key.id, secondsUntilReset: 59))
                )
            }
            #expect(try await Array(table.counters(key.id).values) == [30])
        }

        @Test("holds a changed limit from the next request")
        func changedLimit() async throws {
            let table = try await KeyTable(server)
            let key = try await table.create(limit: 1)
            _ = try await table.store.admit(keyID: key.id, at: KeyTable.time())
            try await table.set("rateLimit", to: .map(["requestsPerMinute": 3]), of: key.id)
            #expect(
                try await table.store.admit(keyID: key.id, at: KeyTable.time())
                    == .admitted(Admission(keyID: key.id, limit: 3, remaining: 1, secondsUntilReset: 60))
            )
        }

        @Test("starts a new minute at zero, in the call that counts its first request")
        func newMinute() async throws {
            let table = try await KeyTable(server)
            let key = try await table.create(limit: 1)
            for minute in Int64(0)..<3 {
                #expect(
                    try await table.store.admit(keyID: key.id, at: KeyTable.time(minute: minute))
                        == .admitted(Admission(keyID: key.id, limit: 1, remaining: 0, secondsUntilReset: 60))
                )
                // The minute before is kept for writes that are late, the one before that is gone.
                let kept = minute == 0 ? [minute] : [minute - 1, minute]
                #expect(
                    try await table.counters(key.id)
                        == Dictionary(uniqueKeysWithValues: kept.map { (Self.counter($0), 1) })
                )
                if minute > 0 {
                    let late = KeyTable.time(minute: minute - 1, second: 59)
                    guard case .refused(.rateLimited) = try await table.store.admit(keyID: key.id, at: late) else {
                        Issue.record("a late write was let in over the limit of minute \(minute - 1)")
                        return
                    }
                }
                guard
                    case .refused(.rateLimited) = try await table.store.admit(
                        keyID: key.id,
                        at: KeyTable.time(minute: minute, second: 59)
                    )
                else {
                    Issue.record("let in over the limit in minute \(minute)")
                    return
                }
            }
        }

        @Test("reports the counters of minutes long over, and settlement removes them and nothing else")
        func staleCounters() async throws {
            let table = try await KeyTable(server)
            let key = try await table.create(limit: 9)
            for minute in [Int64(0), 3] {
                _ = try await table.store.admit(keyID: key.id, at: KeyTable.time(minute: minute))
            }
            // A clock that is ahead has counted in a minute to come.
            try await table.set(Self.counter(11), to: 4, of: key.id)
            let outcome = try await table.store.admit(keyID: key.id, at: KeyTable.time(minute: 10))
            let expected = Admission(
                keyID: key.id,
                limit: 9,
                remaining: 8,
                secondsUntilReset: 60,
                staleCounters: [Self.counter(0), Self.counter(3)]
            )
            #expect(outcome == .admitted(expected))
            try await table.store.settle(expected)
            #expect(try await table.counters(key.id) == [Self.counter(10): 1, Self.counter(11): 4])
            #expect(try await table.store.record(id: key.id) == key)
        }

        @Test("settles a key that was deleted meanwhile without making its item anew")
        func settleAfterDeletion() async throws {
            let table = try await KeyTable(server)
            let key = try await table.create(limit: 9)
            _ = try await table.store.admit(keyID: key.id, at: KeyTable.time())
            guard
                case .admitted(let admission) = try await table.store.admit(
                    keyID: key.id,
                    at: KeyTable.time(minute: 5)
                )
            else {
                Issue.record("not admitted")
                return
            }
            _ = try await table.store.delete(id: key.id)
            try await table.store.settle(admission)
            #expect(try await table.item(key.id) == nil)
            #expect(
                try await table.store.admit(keyID: key.id, at: KeyTable.time(minute: 5)) == .refused(.unknownKey)
            )
            #expect(try await table.item(key.id) == nil)
        }

        /// The name of the counter of the minute that `KeyTable.time(minute:)` is in.
        private static func counter(_ minute: Int64) -> String {
            "requestsInMinute#\(KeyTable.minute.seconds / 60 + minute)"
        }
    }
}
