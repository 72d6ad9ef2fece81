import CCurl
import POSIX

/// What the driver's thread does, a turn at a time: carries out commands, lets libcurl work, tells who waits, waits.
final class DriverLoop {
    private let configuration: HTTPClient.Configuration
    private let multi: MultiHandle
    /// What ends a wait, from any thread.
    let waker: MultiHandle.Waker
    private var active: [Transfer] = []
    /// Handles that wait for a transfer; the one used last is used first.
    private var spareHandles: [EasyHandle] = []

    /// Nil when libcurl has no memory.
    init?(_ configuration: HTTPClient.Configuration) {
        guard let multi = MultiHandle(configuration) else { return nil }
        self.configuration = configuration
        self.multi = multi
        waker = multi.waker
    }

    /// Carries out the commands and does what is due, without waiting. Returns when to look again at the latest
    /// (nanoseconds of the monotonic clock), nil when nothing is under way.
    func turn(_ commands: [TransferDriver.Command]) -> UInt64? {
        // What nobody waits for any more may have come to its end since the last turn, long ago perhaps, and its
        // connection can then serve what begins now.
        if !commands.isEmpty, active.contains(where: \.isDraining) { advance() }
        for command in commands { handle(command) }
        guard !active.isEmpty else { return nil }
        advance()
        return deliver()
    }

    private func advance() {
        var hasEnded = false
        repeat {
            multi.perform()
            hasEnded = false
            while let (handle, code) = multi.nextEnded() {
                end(handle, code)
                hasEnded = true
            }
            // When a transfer ends, one that waited for a place goes on; but libcurl 7.88 forgets it until its time to
            // connect is over, if it had already passed it by in the same call.
        } while hasEnded && !active.isEmpty
    }

    /// Waits until there is something to do, `waker` is used or the deadline passes.
    func wait(until deadline: UInt64?) {
        multi.poll(milliseconds: Self.milliseconds(until: deadline))
    }

    /// Fails what is under way.
    func stopAll(_ kind: HTTPClientError.Kind) {
        while let transfer = active.last { stop(transfer, kind) }
    }

    private func handle(_ command: TransferDriver.Command) {
        switch command {
        case .start(let transfer):
            guard !transfer.isCancelled else {
                return transfer.finish(HTTPClientError(.cancelled, nothingSent: true))
            }
            start(transfer)
        case .resume(let transfer):
            resume(transfer)
        case .drain(let transfer):
            transfer.limitDrain(until: MonotonicClock.nanoseconds() + configuration.drainTime.nanoseconds)
            if transfer.isPaused { resume(transfer) }
        case .cancel(let transfer):
            // It may come before the start, when the task was cancelled at that very moment.
            transfer.isCancelled = true
            if transfer.handle != nil { stop(transfer, .cancelled) }
        }
    }

    private func start(_ transfer: Transfer) {
        transfer.totalDeadline = transfer.request.timeouts.total.map { MonotonicClock.nanoseconds() + $0.nanoseconds }
        guard let handle = spareHandles.popLast() ?? EasyHandle(configuration) else {
            return transfer.finish(HTTPClientError(CURLE_OUT_OF_MEMORY.kind, nothingSent: true))
        }
        transfer.handle = handle
        transfer.index = active.count
        active.append(transfer)
        begin(transfer, on: handle, freshConnection: false)
    }

    private func resume(_ transfer: Transfer) {
        guard let handle = transfer.handle else { return }
        transfer.isPaused = false
        transfer.lastActivity = MonotonicClock.nanoseconds()
        let code = handle.resume()
        if code != CURLE_OK { end(handle, code) }
    }

    private func begin(_ transfer: Transfer, on handle: EasyHandle, freshConnection: Bool) {
        handle.prepare(for: transfer, onFreshConnection: freshConnection)
        guard multi.add(handle) == CURLM_OK else {
            return stop(transfer, CURLE_FAILED_INIT.kind)
        }
    }

    /// libcurl is done with the transfer: hands the outcome over, or sends the request again.
    private func end(_ handle: EasyHandle, _ code: CURLcode) {
        guard let transfer = handle.transfer else { return }
        if transfer.takeRepetition(after: code, on: handle) {
            multi.remove(handle)
            return begin(transfer, on: handle, freshConnection: true)
        }
        let error = transfer.error(code, on: handle)
        release(transfer, handle)
        transfer.finish(error)
    }

    /// Ends a transfer that is under way.
    private func stop(_ transfer: Transfer, _ kind: HTTPClientError.Kind) {
        let error = HTTPClientError(kind, nothingSent: transfer.hasSentNothing(on: transfer.handle))
        if let handle = transfer.handle { release(transfer, handle) }
        transfer.finish(error)
    }

    private func release(_ transfer: Transfer, _ handle: EasyHandle) {
        multi.remove(handle)
        handle.clear()
        if spareHandles.count < configuration.maxConnectionsPerHost { spareHandles.append(handle) }
        transfer.handle = nil
        let last = active.removeLast()
        guard last !== transfer else { return }
        active[transfer.index] = last
        last.index = transfer.index
    }

    /// Tells everybody what has come, and ends what has taken too long. Returns when to look again at the latest.
    private func deliver() -> UInt64? {
        guard !active.isEmpty else { return nil }
        let now = MonotonicClock.nanoseconds()
        var next: UInt64?
        // Backwards, because a transfer that ends gives its place to the last.
        for index in active.indices.reversed() {
            let transfer = active[index]
            transfer.deliver()
            if let phase = transfer.expiredPhase(at: now) {
                stop(transfer, .timedOut(phase))
            } else if let deadline = transfer.deadline {
                next = min(next ?? .max, deadline)
            }
            if transfer.collector.isWithinHead { next = min(next ?? .max, now + Self.headInterval) }
        }
        return next
    }

    /// How often to look for the rest of a head, in nanoseconds: over HTTP/2, libcurl 7.88 hands out 16 KiB of it, and
    /// waits for the socket to hand out the rest, which is there already.
    private static let headInterval: UInt64 = 10_000_000

    /// For how long to wait at most: rounded up, so as not to wake just before the time.
    private static func milliseconds(until deadline: UInt64?) -> Int32 {
        guard let deadline else { return .max }
        let now = MonotonicClock.nanoseconds()
        guard deadline > now else { return 0 }
        return Int32(clamping: (deadline - now + 999_999) / 1_000_000)
    }
}
