/// Why a request had no answer, or no whole one. A response with any status is no error.
package struct HTTPClientError: Error, Equatable, Sendable {
    /// What went wrong.
    package enum Kind: Sendable, Equatable {
        /// The URL is not a plain http or https URL, or the method is no token.
        case invalidRequest
        /// The host's name has no address, or nobody who would know it answered.
        case nameResolution
        /// Nobody listens at the host's port.
        case connectionRefused
        /// The host or its proxy cannot be reached for another reason.
        case connect
        /// No secure connection came about.
        case tls(TLSFailure)
        /// A limit of `Timeouts` passed.
        case timedOut(Phase)
        /// The connection ended before the answer did.
        case connectionClosed
        /// The body is over the limit, in bytes.
        case responseTooLarge(limit: Int)
        /// The head, with interim ones before it and trailers after it, is over the limit, in bytes.
        case headTooLarge(limit: Int)
        /// What came is not HTTP, or not compressed as it says.
        case malformedResponse
        /// The task was cancelled, or the body was dropped.
        case cancelled
        /// The client was shut down.
        case shutDown
        /// Anything else, by libcurl's number (https://curl.se/libcurl/c/libcurl-errors.html).
        case other(code: Int32)
    }

    /// Which limit of `Timeouts` passed.
    package enum Phase: Sendable, Equatable { case connect, idle, total }

    /// Why a secure connection did not come about.
    package enum TLSFailure: Sendable, Equatable {
        /// No certificate authority known here vouches for the server's certificate.
        case untrustedCertificate
        /// The server's certificate is vouched for by itself alone.
        case selfSignedCertificate
        /// The certificate has run out.
        case expiredCertificate
        /// The certificate is not valid yet: the clock of one of the two may be wrong.
        case notYetValidCertificate
        /// The certificate is for another host.
        case wrongHost
        /// The file with the certificate authorities cannot be read.
        case certificateAuthorities
        /// The server speaks no version of TLS that is accepted here.
        case protocolVersion
        /// The two sides found no other common ground, or it is no TLS at all, or the connection ended meanwhile.
        case handshake
    }

    /// What went wrong.
    package let kind: Kind
    /// Whether no byte of the request left this machine: sending it again is safe whatever it does.
    package let nothingSent: Bool

    /// An error of this kind.
    package init(_ kind: Kind, nothingSent: Bool) {
        self.kind = kind
        self.nothingSent = nothingSent
    }
}

extension HTTPClientError: CustomStringConvertible {
    /// A sentence without anything of the request or the response.
    package var description: String {
        switch kind {
        case .invalidRequest: "the request is invalid"
        case .nameResolution: "the host name cannot be resolved"
        case .connectionRefused: "the connection was refused"
        case .connect: "the host cannot be reached"
        case .tls(.untrustedCertificate): "TLS: the server's certificate is not trusted"
        case .tls(.selfSignedCertificate): "TLS: the server's certificate is self-signed"
        case .tls(.expiredCertificate): "TLS: the server's certificate has expired"
        case .tls(.notYetValidCertificate): "TLS: the server's certificate is not valid yet"
        case .tls(.wrongHost): "TLS: the server's certificate is for another host"
        case .tls(.certificateAuthorities): "TLS: the certificate authorities cannot be read"
        case .tls(.protocolVersion): "TLS: the server's versions of TLS are not accepted"
        case .tls(.handshake): "TLS: the handshake failed"
        case .timedOut(.connect): "timed out while connecting"
        case .timedOut(.idle): "timed out while idle"
        case .timedOut(.total): "timed out"
        case .connectionClosed: "the connection was closed before the response was complete"
        case .responseTooLarge(let limit): "the response is larger than \(limit) bytes"
        case .headTooLarge(let limit): "the response's header fields are larger than \(limit) bytes"
        case .malformedResponse: "the response is malformed"
        case .cancelled: "the request was cancelled"
        case .shutDown: "the HTTP client is shut down"
        case .other(let code): "the transfer failed (libcurl \(code))"
        }
    }
}
