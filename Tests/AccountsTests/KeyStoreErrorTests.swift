import AWSServices
import Accounts
import TestSupport
import Testing

@Suite("A key store that can't answer")
struct KeyStoreErrorTests {
    @Test(
        "says what the operator has to look at, and nothing of the key",
        arguments: [
            (400, "AccessDeniedException", "access to the table t is denied (see the function's role)"),
            (400, "ResourceNotFoundException", "the table t does not exist (see API_KEY_TABLE_NAME)"),
            (400, "ProvisionedThroughputExceededException", "the key store is unavailable: AWS throttled the call"),
            (500, "InternalServerError", "the key store is unavailable: AWS answered InternalServerError (500)"),
        ]
    )
    func description(status: Int, code: String, expected: String) async throws {
        let server = try ScriptedServer { _, _ in
            .response(status: status, body: #"{"__type":"com.amazonaws.dynamodb.v20120810#\#(code)","message":"k-1"}"#)
        }
        let store = DynamoDBKeyStore(table: "t", database: DynamoDB(client: server.client(.dynamoDB)))
        do {
            _ = try await store.record(id: "k-1")
            Issue.record("an error was taken for a record")
        } catch {
            #expect(error.description == expected)
        }
    }
}
