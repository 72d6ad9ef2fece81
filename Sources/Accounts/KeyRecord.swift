package import JSON
package import POSIX

/// What the product knows of a virtual key. One item of the `ai-gateway-{env}-api-keys` table.
package struct KeyRecord: Sendable, Equatable {
    /// Primary key: the first 128 bits of the hash, in hexadecimal.
    package let id: String
    /// SHA-256 of the key, in hexadecimal; LiteLLM's `token`.
    package let hash: String
    /// What an administrator sees of the key: `sk-...abcd`.
    package var displayName: String
    /// A name for people.
    package var alias: String?
    /// Whose key it is.
    package var userID: String?
    /// The team whose key it is.
    package var teamID: String?
    /// The tier it was made with.
    package var tier: Tier?
    /// Model groups it may use; empty means every one.
    package var models: [String]
    /// False once it is blocked.
    package var isActive: Bool
    /// When it was made.
    package let createdAt: Timestamp
    /// When it stops working; nil for never.
    package var expiresAt: Timestamp?
    /// How many requests it may make.
    package var rateLimit: RateLimit
    /// The administrator's own data, kept as it came.
    package var metadata: JSONObject

    /// The record of a new key.
    package init(
        key: APIKey,
        alias: String? = nil,
        userID: String? = nil,
        teamID: String? = nil,
        tier: Tier? = nil,
        models: [String] = [],
        createdAt: Timestamp,
        expiresAt: Timestamp? = nil,
        rateLimit: RateLimit = RateLimit(),
        metadata: JSONObject = [:]
    ) {
        self.init(
            id: key.id,
            hash: key.hash,
            displayName: key.displayName,
            alias: alias,
            userID: userID,
            teamID: teamID,
            tier: tier,
            models: models,
            isActive: true,
            createdAt: createdAt,
            expiresAt: expiresAt,
            rateLimit: rateLimit,
            metadata: metadata
        )
    }

    init(
        id: String,
        hash: String,
        displayName: String,
        alias: String?,
        userID: String?,
        teamID: String?,
        tier: Tier?,
        models: [String],
        isActive: Bool,
        createdAt: Timestamp,
        expiresAt: Timestamp?,
        rateLimit: RateLimit,
        metadata: JSONObject
    ) {
        self.id = id
        self.hash = hash
        self.displayName = displayName
        self.alias = alias
        self.userID = userID
        self.teamID = teamID
        self.tier = tier
        self.models = models
        self.isActive = isActive
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.rateLimit = rateLimit
        self.metadata = metadata
    }

    /// Whether the key's time is over.
    package func isExpired(at time: Timestamp) -> Bool {
        expiresAt.map { $0 <= time } ?? false
    }
}
