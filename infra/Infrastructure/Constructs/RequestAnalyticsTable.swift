/// The table of what each request was and cost: an item is written once and expires.
struct RequestAnalyticsTable {
    let table: Resource<DynamoDB.Table>

    init(environment: EnvironmentParameter, in stack: inout Stack) {
        table = stack.add(
            "RequestAnalyticsTable",
            DynamoDB.Table(
                name: environment.naming.table(.requestAnalytics),
                // No sort key: a request's id alone finds its item.
                key: DynamoDB.Key(partition: .string("requestId")),
                indexes: [
                    DynamoDB.GlobalSecondaryIndex(
                        name: "UserAnalyticsGlobalSecondaryIndex",
                        key: DynamoDB.Key(partition: .string("userId"), sort: .string("timestamp")),
                        projection: .all
                    )
                ],
                expirationAttribute: "expirationTimestamp",
                isProtected: environment.isProduction.choose(true, otherwise: false)
            ),
            removal: .retainIf(environment.isProduction)
        )
    }
}
