import AWSServices
import Cryptography
import HTTP
import JSON
import TestSupport
import Testing

@Suite("Answers of Secrets Manager and Parameter Store")
struct SecretAnswerTests {
    @Test(
        "are refused without a secret in them",
        arguments: ["{}", "[]", #"{"SecretString": null}"#, #"{"SecretString": 7}"#, #"{"SecretString": "x""#]
    )
    func refusesOtherSecrets(body: String) async throws {
        let server = try ScriptedServer { _, _ in .response(status: 200, body: body) }
        let secrets = SecretsManager(client: ScriptedClient(url: server.url, service: .secretsManager).client)
        await #expect(throws: AWSError.malformedResponse) { try await secrets.secretValue(id: "x") }
    }

    @Test("ask for a secret in AWS JSON 1.1")
    func asksForASecret() async throws {
        let server = try ScriptedServer { _, _ in .response(status: 200, body: #"{"SecretString": "s"}"#) }
        let secrets = SecretsManager(client: ScriptedClient(url: server.url, service: .secretsManager).client)
        #expect(try await secrets.secretValue(id: "a\"b") == "s")
        #expect(server.received.first?.headers["x-amz-target"] == "secretsmanager.GetSecretValue")
        #expect(server.received.first?.headers["content-type"] == "application/x-amz-json-1.1")
        #expect(server.received.first.map { String(decoding: $0.body, as: UTF8.self) } == #"{"SecretId":"a\"b"}"#)
    }

    @Test(
        "say what is wrong with a secret or a parameter",
        arguments: [
            (#"{"__type": "ResourceNotFoundException"}"#, AWSError.resourceNotFound, 1),
            (#"{"__type": "ThrottlingException"}"#, .throttled, 4),
            (#"{"__type": "AccessDeniedException", "Message": "m"}"#, .accessDenied, 1),
            (
                #"{"__type": "DecryptionFailure"}"#,
                .configuration(
                    reason: "AWS could not decrypt the value: see its KMS key and the role's right to use it"
                ), 1
            ),
            (
                #"{"__type": "InvalidRequestException"}"#, .service(code: "InvalidRequestException", status: 400), 1
            ),
        ]
    )
    func saysWhatIsWrong(body: String, error: AWSError, attempts: Int) async throws {
        let server = try ScriptedServer { _, _ in .response(status: 400, body: body) }
        let secrets = SecretsManager(client: ScriptedClient(url: server.url, service: .secretsManager).client)
        await #expect(throws: error) { try await secrets.secretValue(id: "x") }
        #expect(server.received.count == attempts)
        let store = ParameterStore(client: ScriptedClient(url: server.url, service: .systemsManager).client)
        await #expect(throws: error) { try await store.parameters(underPath: "/") }
        #expect(server.received.count == 2 * attempts)
    }

    @Test("are followed over empty pages to the end")
    func followsEmptyPages() async throws {
        let pages = [
            #"{"Parameters": [], "NextToken": "1"}"#, #"{"NextToken": "2"}"#,
            #"{"Parameters": [{"Name": "/a", "Type": "String", "Value": "v", "Version": 1}], "NextToken": "3"}"#,
            #"{"Parameters": [{"Value": "w", "Name": "/b"}], "NextToken": null}"#,
        ]
        let server = try ScriptedServer { _, number in .response(status: 200, body: pages[number - 1]) }
        let store = ParameterStore(client: ScriptedClient(url: server.url, service: .systemsManager).client)
        let parameters = try await store.parameters(underPath: "/", decrypting: true)
        #expect(parameters.map(\.name) == ["/a", "/b"])
        #expect(parameters.map(\.value) == ["v", "w"])
        let bodies = try server.received.map { try JSONValue(parsing: $0.body) }
        #expect(bodies.map { $0["NextToken"]?.string } == [nil, "1", "2", "3"])
        #expect(bodies.allSatisfy { $0["MaxResults"]?.int == 10 })
        #expect(bodies.allSatisfy { $0["WithDecryption"]?.bool == true && $0["Recursive"]?.bool == true })
    }

    @Test("are not followed in a circle")
    func refusesACircle() async throws {
        let server = try ScriptedServer { _, _ in .response(status: 200, body: #"{"Parameters": [], "NextToken": "1"}"#)
        }
        let store = ParameterStore(client: ScriptedClient(url: server.url, service: .systemsManager).client)
        await #expect(throws: AWSError.malformedResponse) {
            try await store.parameters(underPath: "/", decrypting: true)
        }
        #expect(server.received.count == 2)
    }

    @Test(
        "are refused with a parameter that lacks a part",
        arguments: [#"{"Parameters": [{"Name": "/a"}]}"#, #"{"Parameters": [{"Value": "v"}]}"#, #"{"Parameters": {}}"#]
    )
    func refusesOtherParameters(body: String) async throws {
        let server = try ScriptedServer { _, _ in .response(status: 200, body: body) }
        let store = ParameterStore(client: ScriptedClient(url: server.url, service: .systemsManager).client)
        await #expect(throws: AWSError.malformedResponse) {
            try await store.parameters(underPath: "/", decrypting: false)
        }
    }
}
