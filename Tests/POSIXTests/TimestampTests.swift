import POSIX
import Testing

@Suite("A timestamp")
struct TimestampTests {
    @Test(
        "reads RFC 3339",
        arguments: [
            ("1970-01-01T00:00:00Z", 0),
            ("2026-08-21T00:00:00Z", 1_787_270_400_000),
            ("2000-02-29T23:59:59.5Z", 951_868_799_500),
            ("2026-08-21T00:00:00.1239Z", 1_787_270_400_123),
            ("2026-08-21t02:30:00.000000+02:30", 1_787_270_400_000),
            ("2026-08-20T19:00:00-05:00", 1_787_270_400_000),
            ("1969-12-31T23:59:59.999Z", -1),
            ("0001-01-01T00:00:00Z", -62_135_596_800_000),
            ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
            ("2016-12-31T23:59:60Z", 1_483_228_800_000),
        ] as [(String, Int64)]
    )
    func reads(text: String, milliseconds: Int64) {
        #expect(Timestamp(iso8601: text)?.millisecondsSinceEpoch == milliseconds)
    }

    @Test(
        "refuses what is not a date",
        arguments: [
            "", "2026", "2026-08-21", "2026-08-21T00:00:00", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
            "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-08-00T00:00:00Z",
            "2026-08-21T24:00:00Z", "2026-08-21T00:60:00Z", "2026-08-21T00:00:61Z", "2026-08-21T00:00:00.Z",
            "2026-08-21T00:00:00Z ", " 2026-08-21T00:00:00Z", "2026-08-21 00:00:00Z", "+026-08-21T00:00:00Z",
            "2026-08-21T00:00:00+0200", "2026-08-21T00:00:00+24:00", "20260821T000000Z", "२०२६-08-21T00:00:00Z",
        ]
    )
    func refuses(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test(
        "writes both forms of ISO 8601",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z", "19700101T000000Z"),
            (1_787_270_400_123, "2026-08-21T00:00:00.123Z", "20260821T000000Z"),
            (951_868_799_007, "2000-02-29T23:59:59.007Z", "20000229T235959Z"),
            (-1, "1969-12-31T23:59:59.999Z", "19691231T235959Z"),
        ] as [(Int64, String, String)]
    )
    func writes(milliseconds: Int64, extended: String, basic: String) {
        let time = Timestamp(millisecondsSinceEpoch: milliseconds)
        #expect(time.iso8601 == extended)
        #expect(time.iso8601Basic == basic)
    }

    @Test("reads back what it writes, on each thirteenth day of 800 years")
    func roundTrip() {
        var time = Timestamp(millisecondsSinceEpoch: -400 * 31_556_952_000)
        var previous = ""
        for day in 0..<22_477 {
            let text = time.iso8601
            if Timestamp(iso8601: text) != time || text <= previous {
                Issue.record("day \(day): \(text) after \(previous)")
                return
            }
            previous = text
            time = time.advanced(byMilliseconds: 13 * 86_400_000)
        }
    }

    @Test("rounds its seconds down, before the epoch too")
    func seconds() {
        #expect(Timestamp(millisecondsSinceEpoch: 1_999).seconds == 1)
        #expect(Timestamp(millisecondsSinceEpoch: -1).seconds == -1)
        #expect(Timestamp(millisecondsSinceEpoch: -1_000).seconds == -1)
        #expect(Timestamp(millisecondsSinceEpoch: -1_001).seconds == -2)
    }

    @Test("moves, and stops at the ends of its range")
    func advances() {
        let time = Timestamp(millisecondsSinceEpoch: 5)
        #expect(time.advanced(byMilliseconds: -10).millisecondsSinceEpoch == -5)
        #expect(time.advanced(byMilliseconds: .max).millisecondsSinceEpoch == .max)
        #expect(Timestamp(millisecondsSinceEpoch: -5).advanced(byMilliseconds: .min).millisecondsSinceEpoch == .min)
        #expect(time < time.advanced(byMilliseconds: 1))
    }

    @Test("of now lies after this was written, and the monotonic clock goes on")
    func now() {
        #expect(Timestamp.now() > Timestamp(millisecondsSinceEpoch: 1_700_000_000_000))
        let first = MonotonicClock.nanoseconds()
        #expect(MonotonicClock.nanoseconds() >= first)
    }
}
