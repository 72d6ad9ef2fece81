import POSIX

/// A deadline that is only reached when something hangs: a minute from now, in nanoseconds of `MonotonicClock`.
package func soon() -> UInt64 { MonotonicClock.nanoseconds() + 60_000_000_000 }
