import YAML

/// `router_settings`, `litellm_settings`, `general_settings`.
extension ConfigurationReader {
    /// LiteLLM's strategies that are known and fall back to `simple-shuffle` until they are in effect.
    private static let laterStrategies = [
        "least-busy", "latency-based-routing", "cost-based-routing", "usage-based-routing", "usage-based-routing-v2",
    ]

    mutating func readRouterSettings(_ root: inout ConfigurationSection, groups: Set<String>) -> RouterSettings {
        var settings = RouterSettings()
        guard var section = section("router_settings", of: &root) else { return settings }
        if let (name, mark) = string("routing_strategy", of: &section) {
            settings.strategy = readStrategy(name, path: section.path(of: "routing_strategy"), mark)
        }
        settings.retries = integer("num_retries", of: &section, in: 0...100) ?? settings.retries
        settings.aliases = readAliases(&section, groups: groups)
        takeNotInEffect(
            [
                "retry_after", "allowed_fails", "cooldown_time", "fallbacks", "context_window_fallbacks",
                "content_policy_fallbacks", "default_fallbacks", "routing_strategy_args", "timeout", "redis_host",
                "redis_port", "redis_password", "enable_pre_call_checks", "model_group_retry_policy", "retry_policy",
            ],
            of: &section
        )
        warnOfUnknownKeys(in: section)
        return settings
    }

    private mutating func readStrategy(_ name: String, path: String, _ mark: YAMLMark) -> RoutingStrategy {
        if let strategy = RoutingStrategy(rawValue: name) { return strategy }
        if Self.laterStrategies.contains(name) || name.hasPrefix("llmrouter-") {
            warn(path, "asks for a strategy that is not in effect in this version; simple-shuffle is used", mark)
        } else {
            let known = (RoutingStrategy.allCases.map(\.rawValue) + Self.laterStrategies).joined(separator: ", ")
            refuse(path, "is not a known strategy; allowed: \(known)", mark)
        }
        return .simpleShuffle
    }

    private mutating func readAliases(
        _ section: inout ConfigurationSection,
        groups: Set<String>
    ) -> [String: String] {
        guard let aliasSection = self.section("model_group_alias", of: &section) else { return [:] }
        var aliases: [String: String] = [:]
        for pair in aliasSection.untaken {
            let path = aliasSection.path(of: pair.key)
            guard case .string(let group) = pair.value.content else {
                refuse(path, "must be the name of a model group, not \(pair.value.kindName)", pair.value.mark)
                continue
            }
            if groups.contains(group) {
                aliases[pair.key] = group
            } else {
                refuse(path, "names a model group that model_list does not have", pair.value.mark)
            }
        }
        return aliases
    }

    mutating func readLiteLLMSettings(_ root: inout ConfigurationSection) -> Duration {
        let fallback = Duration.seconds(600)
        guard var section = section("litellm_settings", of: &root) else { return fallback }
        let timeout = seconds("request_timeout", of: &section)
        takeNotInEffect(
            [
                "cache", "cache_params", "drop_params", "num_retries", "set_verbose", "success_callback",
                "failure_callback", "callbacks", "fallbacks", "context_window_fallbacks", "default_team_settings",
                "enable_caching_on_provider_specific_optional_params", "json_logs",
            ],
            of: &section
        )
        warnOfUnknownKeys(in: section)
        return timeout ?? fallback
    }

    mutating func readGeneralSettings(_ root: inout ConfigurationSection) {
        guard var section = section("general_settings", of: &root) else { return }
        if let (text, mark) = string("master_key", of: &section), text != "os.environ/GATEWAY_MASTER_KEY" {
            warn(
                section.path(of: "master_key"),
                "has no effect here: the authorizer takes the master key from GATEWAY_MASTER_KEY or from its secret;"
                    + " write os.environ/GATEWAY_MASTER_KEY",
                mark
            )
        }
        takeNotInEffect(
            ["database_url", "enable_jwt_auth", "litellm_jwtauth", "database_connection_pool_limit", "alerting"],
            of: &section
        )
        warnOfUnknownKeys(in: section)
    }
}
