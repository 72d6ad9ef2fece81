/// The table of products, written seldom and read often: its indexes hold whole items.
struct ProductCatalogTable {
    let table: Resource<DynamoDB.Table>

    init(environment: EnvironmentParameter, in stack: inout Stack) {
        table = stack.add(
            "ProductCatalogTable",
            DynamoDB.Table(
                name: environment.naming.table(.productCatalog),
                key: DynamoDB.Key(partition: .string("productId")),
                indexes: [
                    DynamoDB.GlobalSecondaryIndex(
                        name: "CategoryPriceGlobalSecondaryIndex",
                        key: DynamoDB.Key(partition: .string("category"), sort: .number("price")),
                        projection: .all
                    ),
                    DynamoDB.GlobalSecondaryIndex(
                        name: "BrandAvailabilityGlobalSecondaryIndex",
                        key: DynamoDB.Key(partition: .string("brand"), sort: .string("availability")),
                        projection: .all
                    ),
                ],
                isProtected: environment.isProduction.choose(true, otherwise: false)
            ),
            removal: .retainIf(environment.isProduction)
        )
    }
}
