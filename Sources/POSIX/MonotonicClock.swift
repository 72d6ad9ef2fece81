import Glibc

/// A clock that only goes forward (CLOCK_MONOTONIC): the one deadlines and durations are measured with.
package enum MonotonicClock {
    /// Nanoseconds since some fixed point in the past, the boot of the machine as a rule.
    package static func nanoseconds() -> UInt64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
    }

    /// Milliseconds since a moment of this clock, to the microsecond.
    package static func milliseconds(since start: UInt64) -> Double {
        Double((nanoseconds() &- start) / 1_000) / 1_000
    }
}

extension timespec {
    /// The point in time `nanoseconds` names on its clock.
    init(nanoseconds: UInt64) {
        self.init(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    }
}
