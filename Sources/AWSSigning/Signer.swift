import Cryptography
import HTTP
package import HTTPClient
package import POSIX

/// Signs requests with AWS Signature Version 4, in the four stages of AWS's description, one function each
/// (AWS IAM User Guide, "Create a signed AWS API request").
///
/// Copies share the cache of signing keys: make one signer for each service and region, and keep it.
package struct Signer: Sendable {
    private static let algorithm = "AWS4-HMAC-SHA256"
    private static let payloadHashHeader = "X-Amz-Content-Sha256"

    /// The service's signing name, such as `dynamodb` or `bedrock`; not always the first part of its host name.
    package let service: String
    /// The region that is addressed.
    package let region: String

    private let pathCanonicalisation: PathCanonicalisation
    private let signingKeys: SigningKeyCache

    /// A signer without keys yet.
    package init(service: String, region: String) {
        self.service = service
        self.region = region
        pathCanonicalisation = PathCanonicalisation(service: service)
        signingKeys = SigningKeyCache(service: service, region: region)
    }

    /// Puts `X-Amz-Date`, `X-Amz-Security-Token` and `Authorization` on the request, replacing what is there of them.
    ///
    /// Sign last: only headers that are known not to be signed may be added or changed afterwards. S3 gets
    /// `X-Amz-Content-Sha256` too, which no other service asks for; one that is there, such as `UNSIGNED-PAYLOAD`,
    /// stays.
    package func sign(_ request: inout OutgoingRequest, credentials: Credentials, at time: Timestamp) {
        let date = SigningDate(time)
        request.headers["Authorization"] = nil
        request.headers["X-Amz-Date"] = date.time
        request.headers["X-Amz-Security-Token"] = credentials.sessionToken?.exposed
        if service == "s3", request.headers[Self.payloadHashHeader] == nil {
            request.headers[Self.payloadHashHeader] = Hex.encode(SHA256.hash(request.body))
        }
        let canonical = canonicalRequest(request)
        let scope = scope(on: date)
        let stringToSign = stringToSign(canonical, scope: scope, date: date)
        request.headers["Authorization"] = authorization(
            signature: signature(of: stringToSign, credentials: credentials, date: date),
            signedHeaders: canonical.signedHeaders,
            credentials: credentials,
            scope: scope
        )
    }

    /// Stage 1, the canonical request: of the request as it stands, so with its date and token headers in place.
    package func canonicalRequest(_ request: OutgoingRequest) -> CanonicalRequest {
        let url = WireURL(request.url)
        let headers = CanonicalHeaders(request.headers, host: url.hostHeader)
        let newline = UInt8(ascii: "\n")
        var bytes = Array(request.method.rawValue.utf8)
        bytes.reserveCapacity(1_024)
        bytes.append(newline)
        pathCanonicalisation.append(url.path, to: &bytes)
        bytes.append(newline)
        CanonicalQuery.append(url.query, to: &bytes)
        bytes.append(newline)
        headers.append(to: &bytes)
        bytes.append(newline)
        let signedHeaders = headers.names
        bytes += signedHeaders.utf8
        bytes.append(newline)
        if let hash = request.headers[Self.payloadHashHeader] {
            bytes += hash.utf8
        } else {
            bytes += Hex.encodedBytes(SHA256.hash(request.body))
        }
        return CanonicalRequest(bytes: bytes, signedHeaders: signedHeaders)
    }

    /// Stage 2, the string to sign.
    package func stringToSign(_ canonicalRequest: CanonicalRequest, at time: Timestamp) -> String {
        let date = SigningDate(time)
        return stringToSign(canonicalRequest, scope: scope(on: date), date: date)
    }

    /// Stage 3, the signature: 64 hexadecimal digits.
    package func signature(of stringToSign: String, credentials: Credentials, at time: Timestamp) -> String {
        signature(of: stringToSign, credentials: credentials, date: SigningDate(time))
    }

    /// Stage 4, the value of the `Authorization` header.
    package func authorization(
        signature: String,
        signedHeaders: String,
        credentials: Credentials,
        at time: Timestamp
    ) -> String {
        authorization(
            signature: signature,
            signedHeaders: signedHeaders,
            credentials: credentials,
            scope: scope(on: SigningDate(time))
        )
    }
}

// MARK: The stages, with what they have in common computed once

extension Signer {
    private func stringToSign(_ canonicalRequest: CanonicalRequest, scope: String, date: SigningDate) -> String {
        """
        \(Self.algorithm)
        \(date.time)
        \(scope)
        \(Hex.encode(SHA256.hash(canonicalRequest.bytes)))
        """
    }

    private func signature(of stringToSign: String, credentials: Credentials, date: SigningDate) -> String {
        let key = signingKeys.key(date: date.day, credentials: credentials)
        return Hex.encode(HMACSHA256.authenticate(Array(stringToSign.utf8), key: key))
    }

    private func authorization(
        signature: String,
        signedHeaders: String,
        credentials: Credentials,
        scope: String
    ) -> String {
        "\(Self.algorithm) Credential=\(credentials.accessKeyID)/\(scope), "
            + "SignedHeaders=\(signedHeaders), Signature=\(signature)"
    }

    private func scope(on date: SigningDate) -> String {
        "\(date.day)/\(region)/\(service)/aws4_request"
    }
}
