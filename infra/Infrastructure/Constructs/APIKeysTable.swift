/// The table of virtual keys. The primary key is derived from the key's hash, so that admission is one write to one item.
struct APIKeysTable {
    let table: Resource<DynamoDB.Table>

    init(environment: EnvironmentParameter, in stack: inout Stack) {
        table = stack.add(
            "ApiKeysTable",
            DynamoDB.Table(
                name: environment.naming.table(.apiKeys),
                key: DynamoDB.Key(partition: .string("apiKeyId")),
                // Each request counts itself in its key's item. Indexes of nothing but keys do not change with it, so it
                // stays one write; and what a key may do is then read from the table, where it is never stale.
                indexes: [
                    DynamoDB.GlobalSecondaryIndex(
                        name: "UserIdGlobalSecondaryIndex",
                        key: DynamoDB.Key(partition: .string("userId"), sort: .string("createdAt")),
                        projection: .keysOnly
                    ),
                    DynamoDB.GlobalSecondaryIndex(
                        name: "ApiKeyLookupGlobalSecondaryIndex",
                        key: DynamoDB.Key(partition: .string("apiKeyHash")),
                        projection: .keysOnly
                    ),
                ],
                isProtected: environment.isProduction.choose(true, otherwise: false)
            ),
            removal: .retainIf(environment.isProduction)
        )
    }
}
