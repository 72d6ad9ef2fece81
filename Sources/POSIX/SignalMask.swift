import Glibc

/// Signals taken in order by a thread that waits for them, instead of by a handler at any moment.
package enum SignalMask {
    /// Keeps the signals from interrupting this thread and every thread it starts from now on: call it first thing in
    /// `main`. Child processes started by `ChildProcess` do not inherit it.
    package static func block(_ signals: [Int32]) {
        var set = makeSet(signals)
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Waits until one of the signals, blocked before, arrives, and returns it.
    package static func waitForSignals(_ signals: [Int32]) -> Int32 {
        var set = makeSet(signals)
        var signal: Int32 = 0
        while sigwait(&set, &signal) != 0 {}
        return signal
    }

    static func makeSet(_ signals: [Int32]) -> sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        return set
    }
}
