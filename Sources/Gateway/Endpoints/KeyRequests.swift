import Accounts
import JSON
import POSIX
import Serving

/// The body of `/key/generate`. A field that would have no effect is refused rather than ignored: a budget that is
/// not enforced is worse than none.
struct KeyGenerateRequest {
    private var alias: String?
    private var userID: String?
    private var teamID: String?
    private var models: [String] = []
    private var lifetime: KeyLifetime?
    private var tier: Tier?
    private var rateLimit = RateLimit()
    private var metadata: JSONObject = [:]

    /// A key's item travels with each of its requests, so it has to stay small.
    private static let largestMetadata = 16_384
    private static let mostModels = 100

    private static let laterFields: Set<String> = [
        "max_budget", "soft_budget", "budget_duration", "budget_id", "tpm_limit", "max_parallel_requests",
        "model_max_budget", "model_rpm_limit", "model_tpm_limit", "permissions", "guardrails", "aliases", "config",
        "blocked", "tags", "allowed_routes", "key",
    ]

    /// - Throws: `invalidRequest` naming the field. An empty body is an empty object.
    init(parsing body: [UInt8]) throws(GatewayError) {
        guard !body.isEmpty else { return }
        do {
            var reader = JSONReader(body)
            try reader.require([.object], at: "The request body")
            try reader.beginObject()
            while let field = try reader.nextKey() {
                if try reader.readIfNull() { continue }
                try read(field, from: &reader)
            }
            try reader.finish()
        } catch {
            throw GatewayError(readingRequest: error)
        }
    }

    /// The record of the key to be made. The key's own limits go before its tier's.
    ///
    /// - Throws: `unavailable` for a tier that has no limit: its keys would be unlimited.
    func makeRecord(key: APIKey, tiers: TierLimits, at time: Timestamp) throws(GatewayError) -> KeyRecord {
        var limit = rateLimit
        if let tier, limit.requestsPerMinute == nil {
            guard let tierLimit = tiers.rateLimit(for: tier) else {
                throw GatewayError(
                    .unavailable,
                    "The tier \(tier.rawValue) has no limit: the gateway's administrator has to set \(tier.variable).",
                    parameter: "tier",
                    code: "tier_not_configured"
                )
            }
            limit = tierLimit
        }
        return KeyRecord(
            key: key,
            alias: alias,
            userID: userID,
            teamID: teamID,
            tier: tier,
            models: models,
            createdAt: time,
            expiresAt: lifetime.map { $0.end(from: time) },
            rateLimit: limit,
            metadata: metadata
        )
    }

    private mutating func read(_ field: String, from reader: inout JSONReader) throws {
        switch field {
        case "key_alias": alias = try reader.readText(field)
        case "user_id": userID = try reader.readText(field)
        case "team_id": teamID = try reader.readText(field)
        case "models": models = try reader.readTexts(field, atMost: Self.mostModels)
        case "duration":
            let text = try reader.readText(field)
            guard let lifetime = KeyLifetime(text) else {
                throw GatewayError(
                    .invalidRequest,
                    "duration must be a number and a unit: 30s, 30m, 1h, 1d, 1w or 1mo.",
                    parameter: field
                )
            }
            self.lifetime = lifetime
        case "tier":
            guard let tier = Tier(rawValue: try reader.readText(field)) else {
                let names = Tier.allCases.map(\.rawValue).joined(separator: ", ")
                throw GatewayError(.invalidRequest, "tier must be one of \(names).", parameter: field)
            }
            self.tier = tier
        case "rpm_limit": rateLimit.requestsPerMinute = try reader.readLimit(field)
        case "metadata":
            try reader.require([.object], at: field)
            let start = reader.position
            metadata = try reader.readValue().object ?? [:]
            guard reader.position - start <= Self.largestMetadata else {
                throw GatewayError(
                    .invalidRequest,
                    "metadata must have at most \(Self.largestMetadata) bytes.",
                    parameter: field
                )
            }
        default: try refuse(field, &reader)
        }
    }

    private func refuse(_ field: String, _ reader: inout JSONReader) throws {
        let isLater = Self.laterFields.contains(field)
        throw GatewayError(
            .invalidRequest,
            isLater ? "\(field) is not supported in this version." : "\(field.asFieldName) is not a known field.",
            parameter: field.asFieldName,
            code: isLater ? "unsupported_parameter" : "unknown_parameter"
        )
    }
}

/// The body of `/key/delete`: `{"keys": ["sk-…" or a hash, …]}`.
struct KeyDeleteRequest {
    /// At least one, at most 100.
    let keys: [String]

    /// - Throws: `invalidRequest` naming the field.
    init(parsing body: [UInt8]) throws(GatewayError) {
        var keys: [String]?
        do {
            var reader = JSONReader(body)
            try reader.require([.object], at: "The request body")
            try reader.beginObject()
            while let field = try reader.nextKey() {
                guard field == "keys" else {
                    throw GatewayError(
                        .invalidRequest,
                        "\(field.asFieldName) is not a known field; give keys.",
                        parameter: field.asFieldName,
                        code: "unknown_parameter"
                    )
                }
                keys = try reader.readTexts(field, atMost: 100)
            }
            try reader.finish()
        } catch {
            throw GatewayError(readingRequest: error)
        }
        guard let keys, !keys.isEmpty else { throw GatewayError.missing("keys", "list the keys to delete") }
        self.keys = keys
    }
}

extension String {
    /// A client's field name as it may stand in a message: what does not look like a name is not repeated.
    var asFieldName: String {
        let isName =
            !isEmpty && utf8.count <= 64
            && utf8.allSatisfy { byte in
                byte == UInt8(ascii: "_") || Character(Unicode.Scalar(byte)).isLetter
                    || Character(Unicode.Scalar(byte)).isNumber
            }
        return isName ? self : "A field"
    }
}

extension JSONReader {
    /// A string that is not empty.
    fileprivate mutating func readText(_ parameter: String) throws -> String {
        try require([.string], at: parameter)
        let text = try readString()
        guard !text.isEmpty, text.utf8.count <= 1_024 else {
            throw GatewayError(
                .invalidRequest,
                "\(parameter) must have 1 to 1024 bytes.",
                parameter: parameter
            )
        }
        return text
    }

    fileprivate mutating func readTexts(_ parameter: String, atMost limit: Int) throws -> [String] {
        try require([.array], at: parameter)
        var texts: [String] = []
        try beginArray()
        while try nextElement() {
            guard texts.count < limit else {
                throw GatewayError(.invalidRequest, "\(parameter) may hold at most \(limit).", parameter: parameter)
            }
            texts.append(try readText("\(parameter)[\(texts.count)]"))
        }
        return texts
    }

    fileprivate mutating func readLimit(_ parameter: String) throws -> Int {
        try require([.number], at: parameter)
        guard let limit = try readValue().int, (1...1_000_000_000).contains(limit) else {
            throw GatewayError(
                .invalidRequest,
                "\(parameter) must be a whole number from 1 to 1000000000.",
                parameter: parameter
            )
        }
        return limit
    }
}
