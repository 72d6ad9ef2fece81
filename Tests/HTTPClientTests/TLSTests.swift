import HTTP
import HTTPClient
import POSIX
import TestSupport
import Testing

@Suite("A TLS connection", .timeLimit(.minutes(1)))
struct TLSTests {
    private func outcome(
        of certificate: CertificateDirectory.Certificate,
        options: [String] = [],
        _ change: (inout HTTPClient.Configuration, CertificateDirectory) -> Void = {
            $0.certificateAuthorityFile = $1.authorityFile
        }
    ) async throws -> Result<Response, HTTPClientError> {
        let certificates = try CertificateDirectory(certificate)
        let server = try TLSServer(certificates, options: options)
        let client = makeClient { change(&$0, certificates) }
        do throws(HTTPClientError) {
            return .success(try await client.send(OutgoingRequest(method: .get, url: server.url)))
        } catch {
            return .failure(error)
        }
    }

    private static func failure(_ reason: HTTPClientError.TLSFailure) -> Result<Response, HTTPClientError> {
        .failure(HTTPClientError(.tls(reason), nothingSent: true))
    }

    @Test("is made with a server whose certificate is in order", arguments: ["-tls1_2", "-tls1_3"])
    func good(version: String) async throws {
        let response = try await outcome(of: .good, options: [version]).get()
        #expect(response.status == .ok)
        #expect(response.text.contains("s_server"))
    }

    @Test("offers TLS 1.3 first")
    func newestVersion() async throws {
        let text = try await outcome(of: .good).get().text
        #expect(text.contains("TLSv1.3"))
    }

    @Test(
        "is not made with a certificate that is not in order",
        arguments: [
            (.wrongHost, .wrongHost), (.wrongAddress, .wrongHost), (.expired, .expiredCertificate),
            (.notYetValid, .notYetValidCertificate), (.untrusted, .untrustedCertificate),
            (.selfSigned, .selfSignedCertificate),
        ] as [(CertificateDirectory.Certificate, HTTPClientError.TLSFailure)]
    )
    func refused(certificate: CertificateDirectory.Certificate, reason: HTTPClientError.TLSFailure) async throws {
        #expect(try await outcome(of: certificate) == Self.failure(reason))
    }

    @Test(
        "carries HTTP/1.1 where the server offers nothing else, or does not say",
        arguments: [["-alpn", "http/1.1"], []]
    )
    func oldProtocol(options: [String]) async throws {
        let response = try await outcome(of: .good, options: options).get()
        #expect(response.status == .ok)
        #expect(response.text.contains("s_server"))
    }

    @Test(
        "is not made with a server that answers with something else",
        arguments: [
            "\u{0}\u{1}\u{2}\u{3}garbage", "\u{16}\u{3}\u{3}\u{0}\u{4}abcd", "\u{15}\u{3}\u{3}\u{0}\u{2}\u{2}(",
        ]
    )
    func garbage(answer: String) async throws {
        let server = try LoopbackServer { peer in
            _ = peer.receive()
            peer.send(answer)
            peer.waitForClose()
        }
        let error = await HTTPClient().error(
            of: OutgoingRequest(method: .get, url: "https://127.0.0.1:\(server.port)/")
        )
        #expect(error == HTTPClientError(.tls(.handshake), nothingSent: true))
    }

    @Test("is not made with a good certificate when only the system's authorities are known")
    func systemAuthorities() async throws {
        let outcome = try await outcome(of: .good) { _, _ in }
        #expect(outcome == Self.failure(.untrustedCertificate) || outcome == Self.failure(.certificateAuthorities))
    }

    @Test("is not made without the file of authorities that was asked for")
    func missingFile() async throws {
        let outcome = try await outcome(of: .good) { configuration, certificates in
            configuration = .from(environment: ["SSL_CERT_FILE": certificates.path + "/none.pem"])
        }
        #expect(outcome == Self.failure(.certificateAuthorities))
    }

    @Test("takes the file of authorities from the environment")
    func environment() async throws {
        let outcome = try await outcome(of: .good) { configuration, certificates in
            configuration = .from(environment: ["SSL_CERT_FILE": certificates.authorityFile])
        }
        #expect(try outcome.get().status == .ok)
    }

    @Test("is not made under the lowest version that is allowed")
    func oldVersions() async throws {
        #expect(
            try await outcome(of: .good, options: ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"])
                == Self.failure(.protocolVersion)
        )
        let stricter = try await outcome(of: .good, options: ["-tls1_2"]) { configuration, certificates in
            configuration.certificateAuthorityFile = certificates.authorityFile
            configuration.minimumTLS = .v1_3
        }
        #expect(stricter == Self.failure(.protocolVersion))
    }

    @Test("is not made with a server that speaks plain HTTP")
    func plainServer() async throws {
        let server = try LoopbackServer { peer in
            _ = peer.receive()
            peer.answer("", status: "400 Bad Request")
        }
        let error = await HTTPClientTests.failure { () async throws(HTTPClientError) in
            try await HTTPClient().send(OutgoingRequest(method: .get, url: "https://127.0.0.1:\(server.port)/"))
        }
        #expect(error == HTTPClientError(.tls(.handshake), nothingSent: true))
    }
}
