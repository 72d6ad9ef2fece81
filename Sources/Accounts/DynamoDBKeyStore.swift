package import AWSServices
import POSIX

/// Virtual keys in the `ai-gateway-{env}-api-keys` table.
package struct DynamoDBKeyStore: KeyStore {
    let table: String
    let database: DynamoDB

    /// - Parameter table: the table's name, from `API_KEY_TABLE_NAME`.
    package init(table: String, database: DynamoDB) {
        self.table = table
        self.database = database
    }

    package func create(_ record: KeyRecord) async throws(KeyStoreError) {
        do {
            try await database.putItem(
                table: table,
                item: record.item,
                condition: "attribute_not_exists(\(KeyAttribute.id))"
            )
        } catch {
            throw storeError(error)
        }
    }

    package func record(id: String) async throws(KeyStoreError) -> KeyRecord? {
        do {
            return try await database.getItem(table: table, key: key(id), consistent: true)
                .flatMap(KeyRecord.init(item:))
        } catch {
            throw storeError(error)
        }
    }

    package func delete(id: String) async throws(KeyStoreError) -> KeyRecord? {
        do {
            return try await database.deleteItem(table: table, key: key(id), returnValues: .allOld)
                .flatMap(KeyRecord.init(item:))
        } catch {
            throw storeError(error)
        }
    }

    func key(_ id: String) -> Item {
        [KeyAttribute.id: .s(id)]
    }

    func storeError(_ error: AWSError) -> KeyStoreError {
        switch error {
        case .resourceNotFound: .missingTable(name: table)
        case .accessDenied: .accessDenied(table: table)
        case .validation: .refused
        default: .unavailable(reason: error.description)
        }
    }
}
