package import HTTPClient

extension HTTPClientError {
    /// Whether another attempt at the same request may go better. botocore tries again after any failure of a
    /// connection; what we asked for ourselves, and what would fail the same way again, is final.
    package var mayPass: Bool {
        switch kind {
        case .nameResolution, .connectionRefused, .connect, .tls(.handshake), .timedOut, .connectionClosed,
            .malformedResponse, .other:
            true
        case .tls, .invalidRequest, .responseTooLarge, .headTooLarge, .cancelled, .shutDown:
            false
        }
    }
}
