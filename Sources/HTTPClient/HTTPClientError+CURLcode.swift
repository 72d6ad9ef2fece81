import CCurl
import Glibc

extension HTTPClientError.Kind {
    /// What libcurl's result means (https://curl.se/libcurl/c/libcurl-errors.html).
    ///
    /// - `isConnected`: the connection was there, and the request about to be sent.
    /// - `isInHead`: the response's head has not come whole.
    init(_ code: CURLcode, isConnected: Bool, isInHead: Bool, on handle: EasyHandle) {
        switch code {
        case CURLE_URL_MALFORMAT, CURLE_LOGIN_DENIED, CURLE_BAD_FUNCTION_ARGUMENT:
            // Once connected, the argument in question is a line of the head, one that begins with a space, say.
            self = isConnected ? .malformedResponse : .invalidRequest
        case CURLE_UNSUPPORTED_PROTOCOL:
            // Once connected, the protocol in question is HTTP/0.9: what came does not begin like a status line.
            self = isConnected ? .malformedResponse : .invalidRequest
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            self = .nameResolution
        case CURLE_COULDNT_CONNECT:
            self = handle.number(CURLINFO_OS_ERRNO) == Int(ECONNREFUSED) ? .connectionRefused : .connect
        case CURLE_PROXY:
            self = .connect
        case CURLE_OPERATION_TIMEDOUT:
            // The other limits are not libcurl's business.
            self = .timedOut(.connect)
        case CURLE_PEER_FAILED_VERIFICATION:
            self = .tls(HTTPClientError.TLSFailure(verification: handle.number(CURLINFO_SSL_VERIFYRESULT)))
        case CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE:
            self = .tls(.certificateAuthorities)
        // OpenSSL's words for its own refusal, and for the server's (RFC 8446 §6.2, protocol_version).
        case CURLE_SSL_CONNECT_ERROR
        where handle.failureMentions("unsupported protocol") || handle.failureMentions("alert protocol version"):
            self = .tls(.protocolVersion)
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CERTPROBLEM:
            self = .tls(.handshake)
        // "Illegal or missing hexadecimal sequence in chunked-encoding", and so on.
        case CURLE_RECV_ERROR where isConnected && handle.failureMentions("chunk"):
            self = .malformedResponse
        // A line of more than 100 kB: libcurl before 8.6 calls that a lack of memory.
        case .tooLarge where isConnected, CURLE_OUT_OF_MEMORY where isConnected && isInHead:
            self = .headTooLarge(limit: ResponseHeadCollector.maxBytes)
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2, CURLE_HTTP2_STREAM:
            self = isConnected ? .connectionClosed : .connect
        // Our own callbacks say more when it is they who do not take the bytes: it is what they were decoded from.
        case CURLE_WRITE_ERROR where isConnected:
            self = .malformedResponse
        case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_FILESIZE_EXCEEDED:
            self = .malformedResponse
        default:
            self = .other(code: Int32(bitPattern: code.rawValue))
        }
    }
}

extension CURLcode {
    /// CURLE_TOO_LARGE, a head over libcurl's own limits, unknown to libcurl before 8.6.
    fileprivate static let tooLarge = CURLcode(rawValue: 100)
}

extension HTTPClientError.TLSFailure {
    /// What OpenSSL's X509_V_ERR number for a certificate that was refused means
    /// (https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/).
    init(verification: Int) {
        switch verification {
        // X509_V_ERR_CERT_NOT_YET_VALID
        case 9: self = .notYetValidCertificate
        // X509_V_ERR_CERT_HAS_EXPIRED
        case 10: self = .expiredCertificate
        // X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT
        case 18: self = .selfSignedCertificate
        // X509_V_OK and X509_V_ERR_UNSPECIFIED: the chain is not what was refused. X509_V_ERR_HOSTNAME_MISMATCH,
        // X509_V_ERR_IP_ADDRESS_MISMATCH.
        case 0, 1, 62, 64: self = .wrongHost
        default: self = .untrustedCertificate
        }
    }
}
