import AWSServices
import AWSSigning
import Cryptography
import HTTP
import HTTPClient
import POSIX
import Synchronization
import TestSupport
import Testing

@Suite("An AWS call")
struct AWSClientTests {
    @Test("is signed and says what it wants")
    func isSigned() async throws {
        let server = try ScriptedServer { _, _ in .response(status: 200, body: "{}") }
        #expect(try await ScriptedClient(url: server.url).call() == "{}")
        let request = try #require(server.received.first)
        #expect(request.requestLine == "POST / HTTP/1.1")
        #expect(request.headers["x-amz-target"] == "DynamoDB_20120810.GetItem")
        #expect(request.headers["content-type"] == "application/x-amz-json-1.0")
        #expect(request.headers["accept-encoding"] == nil)
        #expect(request.headers["x-amz-security-token"] == "token")
        #expect(request.body == Array("{}".utf8))
        // The signature is of what was received: signing that again gives the same.
        var again = OutgoingRequest(method: .post, url: server.url + "/", body: request.body)
        for name in ["content-type", "x-amz-target"] { again.headers[name] = request.headers[name] }
        again.headers["host"] = request.headers["host"]
        Signer(service: "dynamodb", region: "eu-west-1").sign(
            &again,
            credentials: Credentials(accessKeyID: "AKID", secretAccessKey: "secret", sessionToken: "token"),
            at: Timestamp(millisecondsSinceEpoch: 1_440_938_160_000)
        )
        #expect(request.headers["authorization"] == again.headers["Authorization"])
    }

    @Test("is tried four times, with pauses that double")
    func isTriedFourTimes() async throws {
        let server = try ScriptedServer { _, number in
            number < 4 ? .response(status: 503, body: "") : .response(status: 200, body: "done")
        }
        let scripted = ScriptedClient(url: server.url)
        #expect(try await scripted.call() == "done")
        #expect(server.received.count == 4)
        // Half of 50, 100 and 200 ms: the random number is always one half.
        #expect(scripted.pauses == [.milliseconds(25), .milliseconds(50), .milliseconds(100)])
    }

    @Test("is given up after four attempts")
    func isGivenUp() async throws {
        let server = try ScriptedServer { _, _ in .response(status: 503, body: "<html>secret</html>") }
        let scripted = ScriptedClient(url: server.url)
        await #expect(throws: AWSError.service(code: "Unknown", status: 503)) { try await scripted.call() }
        #expect(server.received.count == 4)
        #expect(scripted.pauses.count == 3)
    }

    @Test("ends within its total time, pauses included")
    func endsInTime() async throws {
        let server = try ScriptedServer { _, _ in .response(status: 503, body: "") }
        // Pauses of 40 s and 80 s: the second would end after the hundred seconds are over.
        let scripted = ScriptedClient(
            url: server.url,
            total: .seconds(100),
            baseDelay: .seconds(80),
            maxDelay: .seconds(1_000)
        )
        await #expect(throws: AWSError.service(code: "Unknown", status: 503)) { try await scripted.call() }
        #expect(scripted.pauses == [.seconds(40)])
        #expect(server.received.count == 2)
    }

    @Test(
        "is tried again after a transient status: one that must not run twice, only if it has not run",
        arguments: [(429, true), (500, false), (502, false), (503, false), (504, false), (509, true)]
    )
    func retriesStatuses(status: Int, hasNotRun: Bool) async throws {
        for isIdempotent in [true, false] {
            let server = try ScriptedServer { _, number in
                number == 1 ? .response(status: status, body: "{}") : .response(status: 200, body: "done")
            }
            let result = try? await ScriptedClient(url: server.url).call(isIdempotent: isIdempotent)
            #expect(result == (isIdempotent || hasNotRun ? "done" : nil))
            #expect(server.received.count == (isIdempotent || hasNotRun ? 2 : 1))
        }
    }

    @Test("is not tried again after any other status", arguments: [400, 401, 403, 404, 409, 413, 501])
    func doesNotRetryOthers(status: Int) async throws {
        let server = try ScriptedServer { _, _ in .response(status: status, body: "{}") }
        await #expect(throws: AWSError.service(code: "Unknown", status: status)) {
            try await ScriptedClient(url: server.url).call()
        }
        #expect(server.received.count == 1)
    }

    @Test(
        "is tried again after a code that says so, wherever the code stands",
        arguments: [
            (#"{"__type": "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"}"#, nil),
            (#"{"__type": "ThrottlingException", "message": "x"}"#, nil),
            (#"{"__type": "com.amazon.coral.availability#ThrottlingException"}"#, nil),
            (#"{"code": "RequestLimitExceeded"}"#, nil),
            (#"{"x": 1}"#, "ThrottlingException:http://internal.amazon.com/"),
            ("not JSON", "SlowDown"), (#"{"__type": "a#TransactionInProgressException"}"#, nil),
            (#"{"__type": "a#ReplicatedWriteConflictException"}"#, nil),
        ]
    )
    func retriesCodes(body: String, header: String?) async throws {
        for isIdempotent in [true, false] {
            let headers: HeaderFields = header.map { ["x-amzn-ErrorType": $0] } ?? [:]
            let server = try ScriptedServer { _, number in
                number == 1
                    ? .response(status: 400, headers: headers, body: body) : .response(status: 200, body: "done")
            }
            #expect(try await ScriptedClient(url: server.url).call(isIdempotent: isIdempotent) == "done")
            #expect(server.received.count == 2)
        }
    }

    @Test(
        "is tried again after a code that leaves open whether it has run, unless it must not run twice",
        arguments: [
            "ServiceUnavailable", "ServiceUnavailableException", "RequestTimeout", "RequestTimeoutException",
            "InternalServerError", "InternalFailure",
        ],
        [400, 503]
    )
    func retriesUncertainCodes(code: String, status: Int) async throws {
        for isIdempotent in [true, false] {
            let server = try ScriptedServer { _, number in
                number == 1
                    ? .response(status: status, body: #"{"__type": "a#\#(code)"}"#)
                    : .response(status: 200, body: "done")
            }
            let result = try? await ScriptedClient(url: server.url).call(isIdempotent: isIdempotent)
            #expect(result == (isIdempotent ? "done" : nil))
            #expect(server.received.count == (isIdempotent ? 2 : 1))
        }
    }

    @Test(
        "fails with what the service means",
        arguments: [
            (#"{"__type": "x#ResourceNotFoundException", "message": "m"}"#, 400, AWSError.resourceNotFound),
            (#"{"__type": "ParameterNotFound"}"#, 400, .resourceNotFound),
            (#"{"__type": "x#AccessDeniedException", "Message": "m"}"#, 400, .accessDenied),
            (#"{"__type": "x#ValidationException", "message": "m"}"#, 400, .validation(message: "m")),
            (#"{"__type": "x#ValidationException", "Message": "M"}"#, 400, .validation(message: "M")),
            (#"{"__type": "x#ConditionalCheckFailedException"}"#, 400, .conditionalCheckFailed(item: nil)),
            (
                #"{"__type": "x#ConditionalCheckFailedException", "Item": {"n": {"N": "3"}}}"#, 400,
                .conditionalCheckFailed(item: ["n": 3])
            ),
            (#"{"__type": "x#ExpiredTokenException"}"#, 403, .service(code: "ExpiredTokenException", status: 403)),
            (#"{"__type": "some words with spaces"}"#, 400, .service(code: "Unknown", status: 400)),
            (#"{"__type": 7, "message": {"a": 1}}"#, 400, .service(code: "Unknown", status: 400)),
            (#"{"__type": ""}"#, 400, .service(code: "Unknown", status: 400)),
            (
                #"{"__type": "DecryptionFailure"}"#, 400,
                .configuration(
                    reason: "AWS could not decrypt the value: see its KMS key and the role's right to use it"
                )
            ),
            ("", 404, .service(code: "Unknown", status: 404)),
            (#"{"__type": "x#ThrottlingException"}"#, 400, .throttled),
        ]
    )
    func mapsErrors(body: String, status: Int, error: AWSError) async throws {
        let server = try ScriptedServer { _, _ in .response(status: status, body: body) }
        await #expect(throws: error) { try await ScriptedClient(url: server.url).call() }
        #expect(server.received.count == (error == .throttled ? 4 : 1))
    }

    @Test("is tried again when the answer does not match its checksum, unless it must not run twice")
    func checksTheChecksum() async throws {
        let body = "{\"a\": 1}"
        let checksum = String(CRC32.checksum(Array(body.utf8)))
        for isIdempotent in [true, false] {
            let server = try ScriptedServer { _, number in
                .response(status: 200, headers: ["x-amz-crc32": number == 1 ? "1" : checksum], body: body)
            }
            if isIdempotent {
                #expect(try await ScriptedClient(url: server.url).call() == body)
                #expect(server.received.count == 2)
            } else {
                await #expect(throws: AWSError.checksumMismatch) {
                    try await ScriptedClient(url: server.url).call(isIdempotent: false)
                }
                #expect(server.received.count == 1)
            }
        }
    }

    @Test("takes a checksum that is no number for a wrong one, and checks errors too")
    func refusesBrokenChecksums() async throws {
        for status in [200, 400] {
            let server = try ScriptedServer { _, _ in
                .response(status: status, headers: ["x-amz-crc32": "x"], body: #"{"__type": "AccessDeniedException"}"#)
            }
            await #expect(throws: AWSError.checksumMismatch) { try await ScriptedClient(url: server.url).call() }
        }
    }

    @Test("is tried again when the answer was lost, unless it must not run twice")
    func retriesLostAnswers() async throws {
        for isIdempotent in [true, false] {
            let server = try ScriptedServer { _, number in
                number < 3 ? .close : .response(status: 200, body: "done")
            }
            let scripted = ScriptedClient(url: server.url)
            if isIdempotent {
                #expect(try await scripted.call() == "done")
                #expect(server.received.count == 3)
            } else {
                await #expect(throws: AWSError.transport(HTTPClientError(.connectionClosed, nothingSent: false))) {
                    try await scripted.call(isIdempotent: false)
                }
                #expect(server.received.count == 1)
            }
        }
    }

    @Test("is tried again when nothing was sent, whatever it is")
    func retriesWhenNothingWasSent() async throws {
        var port: UInt16 = 0
        do {
            let listener = try ListeningSocket(host: "127.0.0.1", port: 0)
            port = listener.port
        }
        let scripted = ScriptedClient(url: "http://127.0.0.1:\(port)")
        await #expect(throws: AWSError.transport(HTTPClientError(.connectionRefused, nothingSent: true))) {
            try await scripted.call(isIdempotent: false)
        }
        #expect(scripted.pauses.count == 3)
    }

    @Test("ends at once when the task is cancelled during a pause")
    func isCancelled() async throws {
        let server = try ScriptedServer { _, _ in .response(status: 503, body: "") }
        let scripted = ScriptedClient(url: server.url) { _ in throw CancellationError() }
        await #expect(throws: AWSError.transport(HTTPClientError(.cancelled, nothingSent: true))) {
            try await scripted.call()
        }
        #expect(server.received.count == 1)
    }

    @Test("is not made without credentials")
    func needsCredentials() async throws {
        struct Failing: CredentialProvider {
            func credentials() async throws(CredentialError) -> Credentials { throw .notConfigured }
        }
        let server = try ScriptedServer { _, _ in .response(status: 200, body: "{}") }
        let scripted = ScriptedClient(url: server.url, credentials: Failing())
        await #expect(throws: AWSError.credentials(.notConfigured)) { try await scripted.call() }
        #expect(server.received.isEmpty)
        #expect(scripted.pauses.isEmpty)
    }

    @Test("reports a wrong endpoint when it is made")
    func reportsAWrongEndpoint() async {
        await #expect(
            throws: AWSError.configuration(
                reason: "AWS_ENDPOINT_URL must be an https URL, or an http URL of this machine"
            )
        ) { try await ScriptedClient(url: "http://example.com").call() }
    }

    @Test("asks for credentials again for each attempt")
    func asksForCredentialsAgain() async throws {
        final class Rotating: CredentialProvider {
            let calls = Mutex(0)

            func credentials() async throws(CredentialError) -> Credentials {
                let call = calls.withLock { calls in
                    calls += 1
                    return calls
                }
                return Credentials(accessKeyID: "AKID\(call)", secretAccessKey: "s")
            }
        }
        let server = try ScriptedServer { _, number in
            number == 1 ? .response(status: 503, body: "") : .response(status: 200, body: "{}")
        }
        _ = try await ScriptedClient(url: server.url, credentials: Rotating()).call()
        let ids = server.received.map { $0.headers["authorization"]?.contains("=AKID2/") }
        #expect(ids == [false, true])
    }
}
