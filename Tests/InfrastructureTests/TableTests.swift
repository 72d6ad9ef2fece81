import JSON
import Testing

@testable import Infrastructure

@Suite("A table")
struct TableTests {
    @Test("defines an attribute once that the table and an index both have in their keys")
    func sharedAttribute() {
        let table = DynamoDB.Table(
            name: "t",
            key: DynamoDB.Key(partition: .string("a"), sort: .number("b")),
            indexes: [
                DynamoDB.GlobalSecondaryIndex(
                    name: "i",
                    key: DynamoDB.Key(partition: .string("c"), sort: .string("a")),
                    projection: .all
                )
            ],
            isProtected: false
        )
        #expect(
            table.properties.json["AttributeDefinitions"] == [
                ["AttributeName": "a", "AttributeType": "S"],
                ["AttributeName": "b", "AttributeType": "N"],
                ["AttributeName": "c", "AttributeType": "S"],
            ]
        )
    }
}
