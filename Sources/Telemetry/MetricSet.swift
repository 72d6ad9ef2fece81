import JSON
import POSIX

/// The measurements of one request, written as CloudWatch's embedded metric format (EMF).
///
/// Dimensions hold only values of few kinds: each combination is a metric of its own, so keys, tenants and
/// request ids stay ordinary members of the line.
/// Rules: "Specification: Embedded metric format", Amazon CloudWatch user guide.
package struct MetricSet: Sendable {
    /// Every metric of the product is in this namespace.
    package static let namespace = "AiModelGateway"

    private var values: [(metric: Metric, value: Double)] = []
    private let dimensions: [(name: String, value: String)]

    /// - Parameter dimensions: at most 30; the metrics are aggregated by all of them together, and by the first alone.
    package init(dimensions: [(name: String, value: String)]) {
        self.dimensions = dimensions
    }

    /// Adds one measurement; the value of a metric measured twice is the last.
    package mutating func record(_ metric: Metric, _ value: Double) {
        if let index = values.firstIndex(where: { $0.metric == metric }) { values.remove(at: index) }
        values.append((metric, value))
    }

    func write(to line: inout JSONWriter, at time: Timestamp) {
        line.key("_aws")
        line.beginObject()
        line.member("Timestamp", Int(time.millisecondsSinceEpoch))
        line.key("CloudWatchMetrics")
        line.beginArray()
        line.beginObject()
        line.member("Namespace", Self.namespace)
        line.key("Dimensions")
        line.beginArray()
        writeDimensionSet(Array(dimensions.prefix(1)), to: &line)
        if dimensions.count > 1 { writeDimensionSet(dimensions, to: &line) }
        line.endArray()
        line.key("Metrics")
        line.beginArray()
        for (metric, _) in values {
            line.beginObject()
            line.member("Name", metric.name)
            line.member("Unit", metric.unit)
            line.endObject()
        }
        line.endArray()
        line.endObject()
        line.endArray()
        line.endObject()
        for (name, value) in dimensions { line.member(name, value) }
        for (metric, value) in values {
            line.key(metric.name)
            line.double(value)
        }
    }

    private func writeDimensionSet(_ set: [(name: String, value: String)], to line: inout JSONWriter) {
        line.beginArray()
        for (name, _) in set { line.string(name) }
        line.endArray()
    }
}
