/// What a function does with its events.
package protocol InvocationHandler: Sendable {
    /// Answers the invocation through `response` and returns when everything is done: the sandbox may freeze as soon as the
    /// next event is asked for, which happens right after. Work that follows the answer (usage, logs) belongs before the
    /// return; the caller has its answer by then.
    ///
    /// It runs on a thread that has nothing else to do (`ThreadExecutor`), as do its child tasks. The task is cancelled
    /// shortly before the invocation's deadline. An error thrown before an answer was begun is the answer; in a stream it
    /// ends the stream as failed; after a whole answer it goes to the log.
    func handle(_ invocation: Invocation, response: InvocationResponse) async throws(InvocationError)
}
