import JSON
import POSIX
import Telemetry
import TestSupport
import Testing

@Suite("The logger")
struct LoggerTests {
    private let time = Timestamp(millisecondsSinceEpoch: 1_787_270_400_123)

    @Test("writes one JSON object with Lambda's level and an RFC 3339 time")
    func lineShape() throws {
        let recorder = LineRecorder()
        recorder.makeLogger().log(.warn, "provider failed", requestID: "r-1", at: time, fields: ["status": 502])
        let line = try JSONValue(parsing: #require(recorder.lines.first))
        #expect(line["level"]?.string == "WARN")
        #expect(line["message"]?.string == "provider failed")
        #expect(line["requestId"]?.string == "r-1")
        #expect(line["timestamp"]?.string == time.iso8601)
        #expect(line["status"]?.int == 502)
    }

    @Test("drops lines below its level without evaluating their fields")
    func level() {
        let recorder = LineRecorder()
        func fields() -> JSONObject {
            Issue.record("fields were evaluated")
            return [:]
        }
        recorder.makeLogger(level: .error).log(.warn, "quiet", fields: fields())
        #expect(recorder.lines.isEmpty)
    }

    @Test("masks secrets wherever they stand")
    func masksSecrets() throws {
        let recorder = LineRecorder()
        recorder.makeLogger().log(.info, "got sk-abcdefgh12345678", fields: ["note": "Bearer abcdefgh12345"])
        let text = String(decoding: try #require(recorder.lines.first), as: UTF8.self)
        #expect(!text.contains("abcdefgh"))
    }

    @Test("writes metrics in CloudWatch's embedded format on the request's own line")
    func embeddedMetrics() throws {
        let recorder = LineRecorder()
        var metrics = MetricSet(dimensions: [("Environment", "dev"), ("ModelGroup", "demo")])
        metrics.record(.requests, 1)
        metrics.record(.latency, 12.5)
        recorder.makeLogger(level: .error).log(
            .info,
            "request",
            requestID: "r-2",
            at: time,
            fields: ["status": 200],
            metrics: metrics
        )
        let line = try JSONValue(parsing: #require(recorder.lines.first))
        let directive = line["_aws"]?["CloudWatchMetrics"]?[0]
        #expect(line["_aws"]?["Timestamp"]?.int == 1_787_270_400_123)
        #expect(directive?["Namespace"]?.string == "AiModelGateway")
        #expect(directive?["Dimensions"] == [["Environment"], ["Environment", "ModelGroup"]])
        #expect(directive?["Metrics"]?[1] == ["Name": "Latency", "Unit": "Milliseconds"])
        #expect(line["Latency"]?.double == 12.5)
        #expect(line["ModelGroup"]?.string == "demo")
        #expect(line["status"]?.int == 200)
    }
}
