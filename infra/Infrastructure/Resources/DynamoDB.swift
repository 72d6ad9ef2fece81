/// `AWS::DynamoDB::*`.
package enum DynamoDB {}

extension DynamoDB {
    /// An attribute that is part of a key.
    package struct KeyAttribute: Sendable, Hashable {
        enum Kind: String, Sendable {
            case string = "S"
            case number = "N"
        }

        let name: String
        let kind: Kind

        static func string(_ name: String) -> KeyAttribute { KeyAttribute(name: name, kind: .string) }
        static func number(_ name: String) -> KeyAttribute { KeyAttribute(name: name, kind: .number) }
    }

    /// How items are found.
    package struct Key: Sendable {
        let partition: KeyAttribute
        var sort: KeyAttribute?

        fileprivate var attributes: [KeyAttribute] { [partition] + (sort.map { [$0] } ?? []) }

        fileprivate var schema: PropertyValue {
            .list(
                zip(attributes, ["HASH", "RANGE"]).map { attribute, role in
                    .object(["AttributeName": .text(Text(attribute.name)), "KeyType": .text(Text(role))])
                }
            )
        }
    }

    /// A second way to find items; eventually consistent.
    package struct GlobalSecondaryIndex: Sendable {
        /// What of an item the index holds.
        enum Projection: String, Sendable {
            case all = "ALL"
            /// The keys of the table and the index.
            case keysOnly = "KEYS_ONLY"
        }

        let name: String
        let key: Key
        let projection: Projection

        fileprivate var value: PropertyValue {
            .object([
                "IndexName": .text(Text(name)),
                "KeySchema": key.schema,
                "Projection": .object(["ProjectionType": .text(Text(projection.rawValue))]),
            ])
        }
    }

    /// `AWS::DynamoDB::Table`: paid by request, encrypted with the account's key, restorable to any second of 35 days.
    package struct Table: ResourceProperties {
        package static let type = "AWS::DynamoDB::Table"
        package enum Attribute: String, Sendable { case arn = "Arn" }

        let name: Text
        let key: Key
        var indexes: [GlobalSecondaryIndex] = []
        /// Holds the second since the epoch from which DynamoDB may delete an item.
        var expirationAttribute: String?
        /// Whether the table refuses to be deleted.
        let isProtected: PropertyValue

        package var properties: PropertyList {
            [
                "TableName": .text(name),
                "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": attributeDefinitions,
                "KeySchema": key.schema,
                "GlobalSecondaryIndexes": indexes.isEmpty ? nil : .list(indexes.map(\.value)),
                "TimeToLiveSpecification": expirationAttribute.map {
                    .object(["AttributeName": .text(Text($0)), "Enabled": true])
                },
                "PointInTimeRecoverySpecification": .object(["PointInTimeRecoveryEnabled": true]),
                "SSESpecification": .object(["SSEEnabled": true]),
                "DeletionProtectionEnabled": isProtected,
            ]
        }

        /// DynamoDB wants the attributes of keys, each once, and no other.
        private var attributeDefinitions: PropertyValue {
            var attributes: [KeyAttribute] = []
            for attribute in key.attributes + indexes.flatMap(\.key.attributes) where !attributes.contains(attribute) {
                attributes.append(attribute)
            }
            return .list(
                attributes.map {
                    .object([
                        "AttributeName": .text(Text($0.name)), "AttributeType": .text(Text($0.kind.rawValue)),
                    ])
                }
            )
        }
    }
}
