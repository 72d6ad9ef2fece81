package import POSIX

/// A service level that a key is made with: it fixes the limits the key does not set itself (A5.1).
package enum Tier: String, Sendable, CaseIterable {
    case free, basic, premium, enterprise

    /// The variable that holds the tier's requests per minute.
    package var variable: String {
        switch self {
        case .free: "RATE_LIMIT_FREE_TIER_RPM"
        case .basic: "RATE_LIMIT_BASIC_TIER_RPM"
        case .premium: "RATE_LIMIT_PREMIUM_TIER_RPM"
        case .enterprise: "RATE_LIMIT_ENTERPRISE_TIER_RPM"
        }
    }
}

/// Requests per minute by tier.
package struct TierLimits: Sendable {
    private let requestsPerMinute: [Tier: Int]

    /// Reads `RATE_LIMIT_{FREE,BASIC,PREMIUM,ENTERPRISE}_TIER_RPM`.
    package init(environment: Environment) {
        var limits: [Tier: Int] = [:]
        for tier in Tier.allCases {
            if let limit = environment[tier.variable].flatMap({ Int($0) }), limit > 0 { limits[tier] = limit }
        }
        requestsPerMinute = limits
    }

    /// The limits that a new key of the tier gets; nil when the tier's variable is absent or no positive number.
    package func rateLimit(for tier: Tier) -> RateLimit? {
        requestsPerMinute[tier].map { RateLimit(requestsPerMinute: $0) }
    }
}
