import Infrastructure
import JSON
import Testing

@Suite("The data stack")
struct DataStackTests {
    private let template: SynthesisedTemplate

    init() throws {
        template = SynthesisedTemplate(json: try DataStack.make().template())
    }

    @Test("has three tables and two secrets, and nothing else")
    func contents() {
        #expect(template.resources.count == 5)
        #expect(template.ids(ofType: "AWS::DynamoDB::Table").count == 3)
        #expect(template.ids(ofType: "AWS::SecretsManager::Secret").count == 2)
    }

    @Test(
        "names and keys its tables as their readers expect",
        arguments: [
            ("ApiKeysTable", "api-keys", ["apiKeyId"]),
            ("ProductCatalogTable", "product-catalog", ["productId"]),
            ("RequestAnalyticsTable", "request-analytics", ["requestId"]),
        ]
    )
    func tables(id: String, name: String, key: [String]) {
        let table = template.properties(id)
        #expect(table?["TableName"] == ["Fn::Sub": .string("ai-gateway-${Environment}-\(name)")])
        #expect(Self.attributes(table) == key)
        #expect(table?["BillingMode"] == "PAY_PER_REQUEST")
        #expect(table?["PointInTimeRecoverySpecification"] == ["PointInTimeRecoveryEnabled": true])
        #expect(table?["SSESpecification"] == ["SSEEnabled": true])
    }

    @Test(
        "indexes its tables",
        arguments: [
            ("ApiKeysTable", "UserIdGlobalSecondaryIndex", ["userId", "createdAt"], "KEYS_ONLY"),
            ("ApiKeysTable", "ApiKeyLookupGlobalSecondaryIndex", ["apiKeyHash"], "KEYS_ONLY"),
            ("ProductCatalogTable", "CategoryPriceGlobalSecondaryIndex", ["category", "price"], "ALL"),
            ("ProductCatalogTable", "BrandAvailabilityGlobalSecondaryIndex", ["brand", "availability"], "ALL"),
            ("RequestAnalyticsTable", "UserAnalyticsGlobalSecondaryIndex", ["userId", "timestamp"], "ALL"),
        ]
    )
    func indexes(id: String, name: String, key: [String], projection: String) throws {
        let indexes = template.properties(id)?["GlobalSecondaryIndexes"]?.array ?? []
        let index = try #require(indexes.first { $0["IndexName"]?.string == name })
        #expect(Self.attributes(index) == key)
        #expect(index["Projection"] == ["ProjectionType": .string(projection)])
    }

    @Test("defines the attributes of keys, each once, and no others")
    func attributeDefinitions() {
        for id in template.ids(ofType: "AWS::DynamoDB::Table") {
            let table = template.properties(id)
            let defined = table?["AttributeDefinitions"]?.array?.compactMap { $0["AttributeName"]?.string } ?? []
            let indexes = table?["GlobalSecondaryIndexes"]?.array ?? []
            let used = Self.attributes(table) + indexes.flatMap { Self.attributes($0) }
            #expect(Set(defined) == Set(used), "\(id)")
            #expect(Set(defined).count == defined.count, "\(id)")
        }
        let products = template.properties("ProductCatalogTable")?["AttributeDefinitions"]?.array ?? []
        #expect(products.contains(["AttributeName": "price", "AttributeType": "N"]))
    }

    @Test("lets only what requests cost expire")
    func expiration() {
        #expect(
            template.properties("RequestAnalyticsTable")?["TimeToLiveSpecification"] == [
                "AttributeName": "expirationTimestamp", "Enabled": true,
            ]
        )
        #expect(template.properties("ApiKeysTable")?["TimeToLiveSpecification"] == nil)
        #expect(template.properties("ProductCatalogTable")?["TimeToLiveSpecification"] == nil)
    }

    @Test("keeps data in production only", arguments: [true, false])
    func retention(isProduction: Bool) {
        let template = template.resolved(isProduction: isProduction)
        let policy: JSONValue = isProduction ? "Retain" : "Delete"
        for resource in template.resources {
            #expect(resource.value["DeletionPolicy"] == policy, "\(resource.key)")
            #expect(resource.value["UpdateReplacePolicy"] == policy, "\(resource.key)")
        }
        for id in template.ids(ofType: "AWS::DynamoDB::Table") {
            #expect(template.properties(id)?["DeletionProtectionEnabled"]?.bool == isProduction, "\(id)")
        }
    }

    @Test("has an administrator's key from the start, and room for the providers'")
    func secrets() {
        let masterKey = template.properties("MasterKeySecret")
        #expect(masterKey?["Name"] == ["Fn::Sub": "ai-gateway-${Environment}/master-key"])
        #expect(masterKey?["GenerateSecretString"] == ["PasswordLength": 64, "ExcludePunctuation": true])
        let providerKeys = template.properties("ProviderKeysSecret")
        #expect(providerKeys?["Name"] == ["Fn::Sub": "ai-gateway-${Environment}/provider-keys"])
        #expect(providerKeys?["SecretString"] == "{}")
    }

    private static func attributes(_ keyed: JSONValue?) -> [String] {
        keyed?["KeySchema"]?.array?.compactMap { $0["AttributeName"]?.string } ?? []
    }
}
