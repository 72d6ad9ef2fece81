import Testing

@testable import HTTPClient

@Suite("The rule for repeating a request")
struct RepeatRuleTests {
    typealias Verdict = RepeatRule.Verdict

    /// What the rule says each time libcurl has a connection, given how many it has made and how much it has sent.
    private func verdicts(
        isIdempotent: Bool,
        responseBegan: Bool = false,
        _ steps: [(made: Int, sent: Int)]
    ) -> [Verdict] {
        var rule = RepeatRule(isIdempotent: isIdempotent)
        return steps.map {
            rule.connectionIsReady(connectionsMade: $0.made, bytesSent: $0.sent, responseBegan: responseBegan)
        }
    }

    @Test(
        "lets libcurl repeat, once, what was not sent or may be sent twice",
        arguments: [(false, 0), (true, 0), (true, 9)]
    )
    func proceeds(isIdempotent: Bool, sent: Int) {
        let steps = [(0, 0), (1, sent), (2, sent)]
        #expect(verdicts(isIdempotent: isIdempotent, steps) == [.proceed, .proceed, .giveUp])
    }

    @Test("insists on a fresh connection for it")
    func insists() {
        #expect(verdicts(isIdempotent: true, [(0, 0), (0, 9)]) == [.proceed, .repeatOnFreshConnection])
        #expect(verdicts(isIdempotent: true, [(1, 0), (1, 9)]) == [.proceed, .repeatOnFreshConnection])
    }

    @Test("stops libcurl from sending twice what must not be, or what has an answer")
    func givesUp() {
        #expect(verdicts(isIdempotent: false, [(0, 0), (1, 1)]) == [.proceed, .giveUp])
        #expect(verdicts(isIdempotent: false, [(1, 0), (2, 1)]) == [.proceed, .giveUp])
        #expect(verdicts(isIdempotent: true, responseBegan: true, [(0, 0), (1, 1)]) == [.proceed, .giveUp])
    }

    @Test("counts anew on the fresh connection, but repeats no more")
    func repeatsOnce() {
        var rule = RepeatRule(isIdempotent: true)
        var verdicts = [rule.connectionIsReady(connectionsMade: 0, bytesSent: 0, responseBegan: false)]
        verdicts.append(rule.connectionIsReady(connectionsMade: 0, bytesSent: 9, responseBegan: false))
        rule.beginAgain()
        verdicts.append(rule.connectionIsReady(connectionsMade: 1, bytesSent: 9, responseBegan: false))
        verdicts.append(rule.connectionIsReady(connectionsMade: 2, bytesSent: 18, responseBegan: false))
        #expect(verdicts == [.proceed, .repeatOnFreshConnection, .proceed, .giveUp])
        let repeats = rule.repeatsAfterBrokenConnection(bytesSent: 18, responseBegan: false)
        #expect(!repeats)
    }

    @Test(
        "repeats what libcurl gave up, once, on a connection that was kept only",
        arguments: [
            (0, 0, false, false, true), (0, 5, false, false, false), (0, 5, true, false, true),
            (0, 5, true, true, false),
            (1, 0, true, false, false),
        ]
    )
    func brokenConnection(made: Int, sent: Int, isIdempotent: Bool, began: Bool, expected: Bool) {
        var rule = RepeatRule(isIdempotent: isIdempotent)
        _ = rule.connectionIsReady(connectionsMade: made, bytesSent: 0, responseBegan: false)
        let first = rule.repeatsAfterBrokenConnection(bytesSent: sent, responseBegan: began)
        #expect(first == expected)
        let second = rule.repeatsAfterBrokenConnection(bytesSent: sent, responseBegan: began)
        #expect(!second)
    }
}
