/// What a thread does while it has no job: waits for many things at once, and does what has become due.
///
/// `ThreadExecutor` asks its loop in turns, so that a task which waits for a socket, and the socket, need one thread
/// between them and no switch from one to another. Only that thread calls `perform` and `wait`.
package protocol EventLoop: AnyObject, Sendable {
    /// Does what is due without waiting; it may make jobs ready.
    func perform()

    /// Waits until there is something to do, `wake` is called or the deadline (nanoseconds of `MonotonicClock`) passes.
    func wait(until deadline: UInt64?)

    /// Ends the wait that is under way or, where there is none, the next one. From any thread.
    func wake()
}
