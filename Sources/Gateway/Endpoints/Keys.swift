import Accounts
import Cryptography
import HTTP
import JSON
import POSIX
import Serving

/// `/key/generate`, `/key/info`, `/key/delete` with LiteLLM's shapes.
extension ModelGateway {
    func generateKey(_ call: inout Call, writer: some ResponseWriter) async throws {
        let order = try KeyGenerateRequest(parsing: call.request.body)
        let now = call.record.startedAt
        let key = APIKey.generate()
        let record = try order.makeRecord(key: key, tiers: dependencies.tiers, at: now)
        do {
            try await dependencies.keys.create(record)
        } catch {
            throw GatewayError(error)
        }
        var answer = keyDescription(record)
        // Shown here and never again.
        answer["key"] = .string(key.secret.exposed)
        try await send(.json(.object(answer)), &call, writer: writer)
    }

    /// `?key=`: the key or its hash; without it, the key that asks. Only the administrator may ask for others'.
    func describeKey(_ call: inout Call, writer: some ResponseWriter) async throws {
        let identity = try requireIdentity(call)
        let id: String
        switch (identity.principal, call.request.query["key"]) {
        case (.key(let own), nil): id = own
        case (.administrator, nil):
            throw GatewayError.missing("key", "the master key has no record; add ?key= with a key or its hash")
        case (.administrator, .some(let text)): id = try keyID(text, parameter: "key")
        case (.key(let own), .some(let text)):
            id = try keyID(text, parameter: "key")
            guard id == own else { throw GatewayError(.permission, "A key may ask only about itself.") }
        }
        guard let record = try await record(id: id) else {
            throw GatewayError(.notFound, "There is no such key.", parameter: "key", code: "key_not_found")
        }
        try await send(
            .json(["key": .string(record.hash), "info": .object(keyDescription(record))]),
            &call,
            writer: writer
        )
    }

    func deleteKeys(_ call: inout Call, writer: some ResponseWriter) async throws {
        let names = try KeyDeleteRequest(parsing: call.request.body).keys
        let ids = try names.enumerated().map { index, name in try keyID(name, parameter: "keys[\(index)]") }
        var deleted: [JSONValue] = []
        for (id, name) in zip(ids, names) {
            do {
                if try await dependencies.keys.delete(id: id) != nil { deleted.append(.string(name)) }
            } catch {
                throw GatewayError(error)
            }
        }
        guard !deleted.isEmpty else {
            throw GatewayError(.notFound, "None of these keys exists.", parameter: "keys", code: "key_not_found")
        }
        try await send(.json(["deleted_keys": .array(deleted)]), &call, writer: writer)
    }

    private func record(id: String) async throws -> KeyRecord? {
        do {
            return try await dependencies.keys.record(id: id)
        } catch {
            throw GatewayError(error)
        }
    }

    /// Administration names a key by itself or by its hash.
    private func keyID(_ text: String, parameter: String) throws(GatewayError) -> String {
        if let key = APIKey(text) { return key.id }
        if APIKey.isHash(text) { return APIKey.id(hash: text) }
        throw GatewayError(
            .invalidRequest,
            "\(parameter) must be a key (sk-…) or a key's hash.",
            parameter: parameter
        )
    }

    private func keyDescription(_ record: KeyRecord) -> JSONObject {
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        func number(_ value: Int?) -> JSONValue { value.map { .number(JSONNumber($0)) } ?? .null }
        return [
            "token": .string(record.hash), "token_id": .string(record.hash), "key_name": .string(record.displayName),
            "key_alias": text(record.alias), "user_id": text(record.userID), "team_id": text(record.teamID),
            "tier": text(record.tier?.rawValue), "models": .array(record.models.map { .string($0) }),
            "rpm_limit": number(record.rateLimit.requestsPerMinute),
            "expires": text(record.expiresAt?.iso8601), "created_at": .string(record.createdAt.iso8601),
            "blocked": .bool(!record.isActive), "metadata": .object(record.metadata),
        ]
    }
}
