package import POSIX

extension HTTPClient {
    /// How a client connects.
    package struct Configuration: Sendable {
        /// Connections to one host and port at the same time; further requests wait for one.
        package var maxConnectionsPerHost = 64
        /// The file with the certificate authorities to trust, in PEM. Nil takes the first of `systemAuthorityFiles`
        /// that exists.
        package var certificateAuthorityFile: String?
        /// The `User-Agent` of requests that have none.
        package var userAgent = "ai-model-gateway"
        /// The oldest version of TLS that is accepted; 1.3 is always offered.
        package var minimumTLS: TLSVersion = .v1_2
        /// A connection that was not used for so long is not used again: a firewall on the way, or a machine that
        /// slept, may have lost it without a word.
        package var maxIdleConnectionAge: Duration = .seconds(60)
        /// A connection of this age is not used again, so that a change of the host's addresses is noticed.
        package var maxConnectionAge: Duration = .seconds(600)
        /// Bytes of a streamed body that wait for the consumer before the server is made to wait. Over HTTP/2 libcurl
        /// keeps what the server may send until then besides: its stream's window, 32 MiB with libcurl 7.88, 10 MiB later,
        /// which no option makes smaller.
        package var bodyBufferBytes = 256 << 10
        /// How long the end of a streamed body may take that nobody waits for. A place among the host's connections is all
        /// it costs, and a new connection would take several times the way to the server.
        var drainTime: Duration = .seconds(1)

        /// The defaults.
        package init() {}

        /// The defaults, with the certificate authorities from `SSL_CERT_FILE` where that is set.
        package static func from(environment: Environment) -> Configuration {
            var configuration = Configuration()
            configuration.certificateAuthorityFile = environment["SSL_CERT_FILE"]
            return configuration
        }

        /// Where Amazon Linux and Debian keep their certificate authorities. A libcurl that is linked statically knows
        /// only where they are on the machine it was built on.
        package static let systemAuthorityFiles = [
            "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/certs/ca-certificates.crt",
        ]
    }
}
