/// A metric the functions emit. Every metric of the product stands here, so that dashboards and alarms can be
/// made from the same list.
package struct Metric: Hashable, Sendable {
    /// CloudWatch's name of the metric.
    package let name: String
    /// CloudWatch's unit: `Count`, `Milliseconds` or `None`.
    package let unit: String

    /// Requests answered, whatever the status.
    package static let requests = Metric(name: "Requests", unit: "Count")
    /// Requests answered with a 5xx status.
    package static let serverErrors = Metric(name: "ServerErrors", unit: "Count")
    /// Requests answered with a 4xx status.
    package static let clientErrors = Metric(name: "ClientErrors", unit: "Count")
    /// Milliseconds from the event's arrival to the end of the answer.
    package static let latency = Metric(name: "Latency", unit: "Milliseconds")
    /// The part of the latency that was not spent waiting for a provider.
    package static let overhead = Metric(name: "Overhead", unit: "Milliseconds")
    /// Milliseconds until the first token of a streamed answer left.
    package static let timeToFirstToken = Metric(name: "TimeToFirstToken", unit: "Milliseconds")
    /// Tokens of the prompt as the provider counted them.
    package static let promptTokens = Metric(name: "PromptTokens", unit: "Count")
    /// Tokens of the answer as the provider counted them.
    package static let completionTokens = Metric(name: "CompletionTokens", unit: "Count")
    /// US dollars, from the provider's token counts and the deployment's prices.
    package static let cost = Metric(name: "Cost", unit: "None")
}
