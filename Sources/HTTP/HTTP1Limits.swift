/// How much one message may ask of the parser.
package struct HTTP1Limits: Sendable {
    /// Bytes of the start line and the fields together, and again of the trailers.
    package var maxHeadBytes: Int
    /// Fields of a head, and again of the trailers.
    package var maxFields: Int
    /// Bytes of a body, chunk framing not counted.
    package var maxBodyBytes: Int

    /// Limits for one message: 64 KiB of head, 128 fields, 32 MiB of body unless told otherwise.
    package init(maxHeadBytes: Int = 64 << 10, maxFields: Int = 128, maxBodyBytes: Int = 32 << 20) {
        self.maxHeadBytes = maxHeadBytes
        self.maxFields = maxFields
        self.maxBodyBytes = maxBodyBytes
    }
}
