/// How a deployment is chosen from a model group.
package enum RoutingStrategy: String, Sendable, CaseIterable {
    /// At random, by weight: LiteLLM's default.
    case simpleShuffle = "simple-shuffle"
}

/// `router_settings`.
package struct RouterSettings: Sendable {
    /// How the deployments of a group are ordered.
    package var strategy = RoutingStrategy.simpleShuffle
    /// How many further deployments are tried when one fails.
    package var retries = 2
    /// Other names for model groups.
    package var aliases: [String: String] = [:]
}
