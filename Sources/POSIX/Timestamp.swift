import Glibc

/// A point in time in UTC, to the millisecond.
package struct Timestamp: Sendable, Comparable, Hashable {
    /// Milliseconds since 1970-01-01T00:00:00Z; negative before it.
    package var millisecondsSinceEpoch: Int64

    package init(millisecondsSinceEpoch: Int64) {
        self.millisecondsSinceEpoch = millisecondsSinceEpoch
    }

    /// The time of day of the machine (CLOCK_REALTIME).
    package static func now() -> Timestamp {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Timestamp(millisecondsSinceEpoch: Int64(now.tv_sec) * 1_000 + Int64(now.tv_nsec) / 1_000_000)
    }

    /// Whole seconds since the epoch, rounded down.
    package var seconds: Int64 { floorDivide(millisecondsSinceEpoch, 1_000).quotient }

    /// This time moved by so many milliseconds, forward when positive; the ends of the range of Int64 saturate.
    package func advanced(byMilliseconds milliseconds: Int64) -> Timestamp {
        let (sum, overflow) = millisecondsSinceEpoch.addingReportingOverflow(milliseconds)
        guard overflow else { return Timestamp(millisecondsSinceEpoch: sum) }
        return Timestamp(millisecondsSinceEpoch: milliseconds > 0 ? .max : .min)
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.millisecondsSinceEpoch < right.millisecondsSinceEpoch
    }
}

/// Division that rounds down, so that times before 1970 land in the right day.
func floorDivide(_ value: Int64, _ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}
