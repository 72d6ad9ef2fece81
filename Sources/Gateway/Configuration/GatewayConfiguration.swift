/// What a `gateway.yaml` says, validated whole. Immutable: a request works with the one it began with.
package struct GatewayConfiguration: Sendable {
    /// The model groups in the file's order.
    package let modelGroups: [String]
    /// How deployments are chosen.
    package let router: RouterSettings
    /// How long a provider may take where the deployment does not say: `litellm_settings.request_timeout`.
    package let requestTimeout: Duration
    private let deployments: [String: [Deployment]]

    init(deployments list: [Deployment], router: RouterSettings, requestTimeout: Duration) {
        var groups: [String] = []
        var byGroup: [String: [Deployment]] = [:]
        for deployment in list {
            if byGroup[deployment.group] == nil { groups.append(deployment.group) }
            byGroup[deployment.group, default: []].append(deployment)
        }
        modelGroups = groups
        deployments = byGroup
        self.router = router
        self.requestTimeout = requestTimeout
    }

    /// The group that a client's model name stands for, aliases resolved; nil when there is none.
    package func group(named name: String) -> String? {
        let group = router.aliases[name] ?? name
        return deployments[group] == nil ? nil : group
    }

    /// The deployments of a group, in the file's order.
    package func deployments(of group: String) -> [Deployment] {
        deployments[group] ?? []
    }
}
