import JSON

/// Who makes a request. The authorizer establishes it and hands it on as the context of its answer; the
/// gateway reads it back from the event.
package struct Identity: Sendable, Equatable {
    /// What the request was authenticated with.
    package enum Principal: Sendable, Equatable {
        /// The master key: every permission, no limits.
        case administrator
        /// A virtual key, by its record's primary key.
        case key(id: String)
    }

    /// What the request was authenticated with.
    package let principal: Principal
    /// The user whose key it is.
    package let userID: String?
    /// The team whose key it is.
    package let teamID: String?
    /// Model groups the key may use; empty means every one.
    package let models: [String]

    /// The holder of the master key.
    package static let administrator = Identity(principal: .administrator, userID: nil, teamID: nil, models: [])

    /// The holder of a virtual key.
    package init(record: KeyRecord) {
        self.init(
            principal: .key(id: record.id),
            userID: record.userID,
            teamID: record.teamID,
            models: record.models
        )
    }

    init(principal: Principal, userID: String?, teamID: String?, models: [String]) {
        self.principal = principal
        self.userID = userID
        self.teamID = teamID
        self.models = models
    }

    /// Whether this is the master key's holder.
    package var isAdministrator: Bool { principal == .administrator }

    /// Whether the holder may use a model group: by name, or by a pattern that ends in `*`.
    package func mayUse(modelGroup: String) -> Bool {
        guard !models.isEmpty else { return true }
        return models.contains { allowed in
            allowed == modelGroup || (allowed.hasSuffix("*") && modelGroup.hasPrefix(allowed.dropLast()))
        }
    }
}

extension Identity {
    private static let principalName = "principal"
    private static let keyIDName = "apiKeyId"
    private static let userIDName = "userId"
    private static let teamIDName = "teamId"
    private static let modelsName = "models"
    private static let administratorValue = "administrator"
    private static let keyValue = "key"

    /// The identity as an authorizer's context: API Gateway takes strings only, no nesting.
    package var authorizerContext: [String: String] {
        var context: [String: String] = [:]
        switch principal {
        case .administrator: context[Self.principalName] = Self.administratorValue
        case .key(let id):
            context[Self.principalName] = Self.keyValue
            context[Self.keyIDName] = id
        }
        context[Self.userIDName] = userID
        context[Self.teamIDName] = teamID
        if !models.isEmpty {
            let list = JSONValue.array(models.map { .string($0) })
            context[Self.modelsName] = String(decoding: list.serialized(), as: UTF8.self)
        }
        return context
    }

    /// The principal's name in the authorizer's policy: never the key.
    package var principalID: String {
        switch principal {
        case .administrator: Self.administratorValue
        case .key(let id): userID ?? id
        }
    }

    /// The identity that an authorizer's context describes; nil when the request did not pass the authorizer.
    package init?(authorizerContext context: [String: String]) {
        let principal: Principal
        switch context[Self.principalName] {
        case Self.administratorValue: principal = .administrator
        case Self.keyValue:
            guard let id = context[Self.keyIDName] else { return nil }
            principal = .key(id: id)
        default: return nil
        }
        var models: [String] = []
        if let list = context[Self.modelsName] {
            // A list that can't be read must not become "every model".
            guard let names = try? JSONValue(parsing: Array(list.utf8)).array else { return nil }
            models = names.compactMap(\.string)
            guard !models.isEmpty else { return nil }
        }
        self.init(
            principal: principal,
            userID: context[Self.userIDName],
            teamID: context[Self.teamIDName],
            models: models
        )
    }
}
