import JSON
import POSIX
import Telemetry
import Testing

@Suite("The log format")
struct LogFormatTests {
    private let time = Timestamp(millisecondsSinceEpoch: 1_787_270_400_123)
    private let lines = Monitor<[String]>([])

    private var text: String { lines.withLock { $0.joined(separator: "\n") } }

    private func record(_ line: [UInt8]) {
        lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
    }

    @Test(
        "and the level are what Lambda says, JSON and INFO where it says nothing known",
        arguments: [
            ([:], .json, .info), (["AWS_LAMBDA_LOG_FORMAT": "JSON"], .json, .info),
            (["AWS_LAMBDA_LOG_FORMAT": "Text"], .text, .info), (["AWS_LAMBDA_LOG_FORMAT": "TEXT"], .text, .info),
            (["AWS_LAMBDA_LOG_FORMAT": "text", "AWS_LAMBDA_LOG_LEVEL": "debug"], .text, .debug),
            (["AWS_LAMBDA_LOG_FORMAT": "XML", "AWS_LAMBDA_LOG_LEVEL": "LOUD"], .json, .info),
            (["AWS_LAMBDA_LOG_FORMAT": "", "AWS_LAMBDA_LOG_LEVEL": "FATAL"], .json, .fatal),
        ] as [([String: String], LogFormat, LogLevel)]
    )
    func environment(variables: [String: String], format: LogFormat, level: LogLevel) {
        let logger = Logger(environment: Environment(variables))
        #expect(logger.format == format)
        #expect(logger.level == level)
    }

    @Test("of text is one readable line")
    func readable() {
        let logger = Logger(environment: ["AWS_LAMBDA_LOG_FORMAT": "Text"], write: record)
        logger.log(
            .warn,
            "provider failed",
            requestID: "r-1",
            at: time,
            fields: ["status": 502, "reason": "connect: Connection refused", "isLast": true]
        )
        logger.log(.info, "ready", at: time)
        logger.log(.debug, "quiet", at: time)
        #expect(
            text == """
                \(time.iso8601)\tr-1\tWARN\tprovider failed\tstatus=502\treason="connect: Connection refused"\tisLast=true
                \(time.iso8601)\t-\tINFO\tready
                """
        )
    }

    @Test("of text lets nothing forge a line or a field, and masks secrets")
    func forged() {
        let logger = Logger(level: .info, format: .text, write: record)
        logger.log(
            .info,
            "one\ntwo\u{7f}\tthree",
            requestID: "r\r\n1",
            at: time,
            fields: ["note": "a\nb\tc=d", "key": "sk-abcdefgh12345678"]
        )
        #expect(
            text
                == "\(time.iso8601)\tr  1\tINFO\tone two  three\t" + #"note="a\nb\tc=d""# + "\t" + #"key="sk-***""#
        )
    }

    @Test("of a line with metrics is JSON always, and no level drops it")
    func metrics() {
        for format in [LogFormat.json, .text] {
            var metrics = MetricSet(dimensions: [("Environment", "dev")])
            metrics.record(.requests, 1)
            Logger(level: .fatal, format: format, write: record).log(
                .info,
                "request",
                requestID: "r-2",
                at: time,
                fields: ["status": 200],
                metrics: metrics
            )
        }
        let written = lines.withLock { $0 }
        #expect(written.count == 2 && written.first == written.last)
        #expect(text.hasPrefix(#"{"timestamp":"#) && text.contains(#""_aws":{"#))
    }
}
