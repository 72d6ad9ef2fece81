package import AWSServices
import JSON

/// What tests lay out before they begin.
extension MotoServer {
    /// Its DynamoDB.
    package var database: DynamoDB { DynamoDB(client: client(.dynamoDB)) }

    /// Its Secrets Manager.
    package var secrets: SecretsManager { SecretsManager(client: client(.secretsManager)) }

    /// Makes a table with one string as its key, and returns the table's name.
    @discardableResult
    package func makeTable(_ name: String, key: String) async throws(AWSError) -> String {
        try await call(
            .dynamoDB,
            "CreateTable",
            [
                "TableName": .string(name), "BillingMode": "PAY_PER_REQUEST",
                "KeySchema": [["AttributeName": .string(key), "KeyType": "HASH"]],
                "AttributeDefinitions": [["AttributeName": .string(key), "AttributeType": "S"]],
            ]
        )
        return name
    }

    /// Makes a secret.
    package func createSecret(_ name: String, _ text: String) async throws(AWSError) {
        try await call(.secretsManager, "CreateSecret", ["Name": .string(name), "SecretString": .string(text)])
    }

    /// Gives a secret another value.
    package func replaceSecret(_ name: String, with text: String) async throws(AWSError) {
        try await call(.secretsManager, "PutSecretValue", ["SecretId": .string(name), "SecretString": .string(text)])
    }

    /// Removes a secret at once.
    package func deleteSecret(_ name: String) async throws(AWSError) {
        try await call(
            .secretsManager,
            "DeleteSecret",
            ["SecretId": .string(name), "ForceDeleteWithoutRecovery": true]
        )
    }

    private func call(_ service: AWSService, _ operation: String, _ parameters: JSONValue) async throws(AWSError) {
        _ = try await client(service).call(operation, parameters.serialized(), isIdempotent: false)
    }
}
