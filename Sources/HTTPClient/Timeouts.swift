/// How long a request may take, in three regards.
package struct Timeouts: Sendable, Equatable {
    /// Until the connection is there: name resolution, TCP and TLS.
    package var connect: Duration
    /// Between two bytes, sent or received, from when the connection is there. A line of a head counts when it is whole;
    /// what HTTP/2 says of other things than the request does not. Time in which the consumer of a streamed body did
    /// not keep up does not count.
    package var idle: Duration
    /// From beginning to end, body included; nil for no limit.
    package var total: Duration?

    /// 5 seconds to connect, 60 without a byte, 10 minutes in all unless told otherwise.
    package init(connect: Duration = .seconds(5), idle: Duration = .seconds(60), total: Duration? = .seconds(600)) {
        self.connect = connect
        self.idle = idle
        self.total = total
    }
}
