import CCurl
import Glibc

extension HTTPClientError.Kind {
    /// What libcurl's result means (https://curl.se/libcurl/c/libcurl-errors.html).
    ///
    /// - `isConnected`: the connection was there, and the request about to be sent.
    /// - `systemError`: the errno libcurl saw last.
    /// - `verification`: OpenSSL's X509_V_ERR number for the server's certificate.
    init(_ code: CURLcode, isConnected: Bool, systemError: Int, verification: Int) {
        switch code {
        case CURLE_URL_MALFORMAT, CURLE_LOGIN_DENIED, CURLE_BAD_FUNCTION_ARGUMENT:
            self = .invalidRequest
        case CURLE_UNSUPPORTED_PROTOCOL:
            // Once connected, the protocol in question is HTTP/0.9: what came does not begin like a status line.
            self = isConnected ? .malformedResponse : .invalidRequest
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            self = .nameResolution
        case CURLE_COULDNT_CONNECT:
            self = systemError == Int(ECONNREFUSED) ? .connectionRefused : .connect
        case CURLE_PROXY:
            self = .connect
        case CURLE_OPERATION_TIMEDOUT:
            // The other limits are not libcurl's business.
            self = .timedOut(.connect)
        case CURLE_PEER_FAILED_VERIFICATION:
            self = .tls(HTTPClientError.TLSFailure(verification: verification))
        case CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE:
            self = .tls(.certificateAuthorities)
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CERTPROBLEM:
            self = .tls(.handshake)
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2, CURLE_HTTP2_STREAM:
            self = isConnected ? .connectionClosed : .connect
        case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_FILESIZE_EXCEEDED, .tooLarge:
            self = .malformedResponse
        default:
            self = .other(code: Int32(bitPattern: code.rawValue))
        }
    }
}

extension CURLcode {
    /// CURLE_TOO_LARGE, a head over libcurl's own limits, which libcurl before 8.6 does not have.
    fileprivate static let tooLarge = CURLcode(rawValue: 100)
}

extension HTTPClientError.TLSFailure {
    /// What OpenSSL's number for a certificate that was refused means
    /// (https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/).
    init(verification: Int) {
        switch verification {
        // X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED
        case 9, 10: self = .expiredCertificate
        // X509_V_OK and X509_V_ERR_UNSPECIFIED: the chain is not what was refused. X509_V_ERR_HOSTNAME_MISMATCH,
        // X509_V_ERR_IP_ADDRESS_MISMATCH.
        case 0, 1, 62, 64: self = .wrongHost
        default: self = .untrustedCertificate
        }
    }
}
