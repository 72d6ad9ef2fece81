/// How much one message of an AWS event stream may ask of the parser.
package struct AWSEventStreamLimits: Sendable {
    /// Bytes of a whole message.
    package var maxMessageBytes: Int
    /// Bytes of its headers.
    package var maxHeaderBytes: Int

    /// 16 MiB a message and 128 KiB of headers unless told otherwise: what aws-c-event-stream, under AWS's own clients,
    /// takes.
    package init(maxMessageBytes: Int = 16 << 20, maxHeaderBytes: Int = 128 << 10) {
        self.maxMessageBytes = maxMessageBytes
        self.maxHeaderBytes = maxHeaderBytes
    }
}
