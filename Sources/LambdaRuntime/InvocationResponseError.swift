/// Why a part of an answer was not sent.
package enum InvocationResponseError: Error, Equatable {
    /// The connection ended: nobody takes the answer any more.
    case peerGone
    /// Each invocation is answered once, before its handler returns.
    case alreadyAnswered
    /// A piece of a stream before the stream was begun.
    case notBegun
}
