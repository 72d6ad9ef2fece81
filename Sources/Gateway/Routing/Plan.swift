/// The deployments to try for one request, in this order.
package struct Plan: Sendable {
    /// The model group.
    package let group: String
    /// At least one, the first to be tried first.
    package let deployments: [Deployment]

    /// Plans a request. Pure: decides nothing by I/O.
    ///
    /// - Parameters:
    ///   - random: a number from 0 up to 1, asked for once a deployment.
    /// - Returns: nil when the group has no deployment.
    package init?(
        group: String,
        configuration: GatewayConfiguration,
        random: () -> Double = { Double.random(in: 0..<1) }
    ) {
        let candidates = configuration.deployments(of: group)
        guard !candidates.isEmpty else { return nil }
        self.group = group
        switch configuration.router.strategy {
        case .simpleShuffle: deployments = Self.shuffled(candidates, random: random)
        }
    }

    /// A weighted shuffle: each place goes to a deployment with a chance proportional to its weight, the lowest
    /// `order` first. Sorting by `-log(u) / weight` draws without replacement in one pass (Efraimidis and Spirakis,
    /// "Weighted random sampling", 2006); a deployment of weight 0 comes last.
    private static func shuffled(_ candidates: [Deployment], random: () -> Double) -> [Deployment] {
        guard candidates.count > 1 else { return candidates }
        let drawn = candidates.map { deployment in
            (deployment, key: deployment.weight > 0 ? exponential(random()) / deployment.weight : .infinity)
        }
        return drawn.sorted { ($0.0.order, $0.key) < ($1.0.order, $1.key) }.map(\.0)
    }

    /// `-ln(u)` for u in (0, 1], by its series around the nearest power of two: the standard library has no logarithm.
    private static func exponential(_ random: Double) -> Double {
        let value = max(1 - random, .leastNormalMagnitude)
        // u = significand · 2^exponent with the significand in [1, 2); ln(s) = 2·atanh((s − 1) / (s + 1)).
        let ratio = (value.significand - 1) / (value.significand + 1)
        var term = ratio
        var sum = 0.0
        for power in stride(from: 1.0, through: 31, by: 2) {
            sum += term / power
            term *= ratio * ratio
        }
        return -(2 * sum + Double(value.exponent) * 0.693_147_180_559_945_3)
    }
}
