import AWSServices
import JSON
import POSIX

/// Attribute names of the API-keys table.
enum KeyAttribute {
    static let id = "apiKeyId"
    static let hash = "apiKeyHash"
    static let displayName = "keyName"
    static let alias = "keyAlias"
    static let userID = "userId"
    static let teamID = "teamId"
    static let tier = "tier"
    static let models = "models"
    static let active = "active"
    static let createdAt = "createdAt"
    /// Milliseconds since the epoch, so that a condition can compare it.
    static let expiresAt = "expiresAt"
    static let rateLimit = "rateLimit"
    static let metadata = "metadata"
}

extension KeyRecord {
    /// The record as DynamoDB keeps it. Absent values are absent attributes: an index has no room for null keys.
    var item: Item {
        var item: Item = [
            KeyAttribute.id: .s(id),
            KeyAttribute.hash: .s(hash),
            KeyAttribute.displayName: .s(displayName),
            KeyAttribute.models: .list(models.map { .s($0) }),
            KeyAttribute.active: .bool(isActive),
            KeyAttribute.createdAt: .s(createdAt.iso8601),
            KeyAttribute.metadata: .s(String(decoding: JSONValue.object(metadata).serialized(), as: UTF8.self)),
        ]
        item[KeyAttribute.alias] = alias.map { .s($0) }
        item[KeyAttribute.userID] = userID.map { .s($0) }
        item[KeyAttribute.teamID] = teamID.map { .s($0) }
        item[KeyAttribute.tier] = tier.map { .s($0.rawValue) }
        item[KeyAttribute.expiresAt] = expiresAt.map { .n(String($0.millisecondsSinceEpoch)) }
        item[KeyAttribute.rateLimit] = rateLimit.attribute
        return item
    }

    /// The record that an item holds; nil when the item lacks what every record has.
    init?(item: Item) {
        guard let id = item[KeyAttribute.id]?.string,
            let hash = item[KeyAttribute.hash]?.string,
            let isActive = item[KeyAttribute.active]?.bool,
            let createdAt = item[KeyAttribute.createdAt]?.string.flatMap(Timestamp.init(iso8601:))
        else { return nil }
        let metadata = item[KeyAttribute.metadata]?.string.flatMap { try? JSONValue(parsing: Array($0.utf8)).object }
        self.init(
            id: id,
            hash: hash,
            displayName: item[KeyAttribute.displayName]?.string ?? "",
            alias: item[KeyAttribute.alias]?.string,
            userID: item[KeyAttribute.userID]?.string,
            teamID: item[KeyAttribute.teamID]?.string,
            tier: item[KeyAttribute.tier]?.string.flatMap(Tier.init(rawValue:)),
            models: item[KeyAttribute.models]?.list?.compactMap(\.string) ?? [],
            isActive: isActive,
            createdAt: createdAt,
            expiresAt: item[KeyAttribute.expiresAt]?.int.map { Timestamp(millisecondsSinceEpoch: Int64($0)) },
            rateLimit: RateLimit(attribute: item[KeyAttribute.rateLimit]),
            metadata: metadata ?? [:]
        )
    }
}

extension RateLimit {
    /// The limits as the item's `rateLimit` map; an absent member is no limit.
    var attribute: AttributeValue {
        var limits: [String: AttributeValue] = [:]
        for window in RateWindow.allCases {
            limits[window.limitName] = self[window].map { .n(String($0)) }
        }
        return .map(limits)
    }

    init(attribute: AttributeValue?) {
        let limits = attribute?.map ?? [:]
        self.init(
            requestsPerMinute: limits[RateWindow.minute.limitName]?.int
        )
    }
}
