import HTTP
import JSON
import TestSupport
import Testing

@Suite("A provider's stream", .timeLimit(.minutes(3)))
struct ProviderStreamTests {
    static let first =
        #"data: {"id":"1","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}]}"# + "\n\n"
    static let second = #"data: {"id":"1", "choices":[{"index":0,"delta":{"content":"é"}}]}"# + "\n\n"
    static let last = #"data: {"id":"1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\n"
    static let usage =
        #"data: {"id":"1","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}"# + "\n\n"
    static let done = "data: [DONE]\n\n"

    @Test("is forwarded event by event: the next is sent only when the last was seen")
    func events() async throws {
        let recorder = AnswerRecorder()
        let provider = try ScriptedServer.playing { peer in
            peer.beginEventStream()
            for (index, event) in [Self.first, Self.second, Self.last].enumerated() {
                peer.sendChunk(event)
                guard recorder.waitForWrites(index + 1) else { return }
            }
            peer.sendChunk(Self.usage + Self.done)
            peer.endEventStream()
        }
        let bench = GatewayTestBench(providers: provider)
        _ = await bench.complete(GatewayTestBench.streamedChat, to: recorder)
        #expect(recorder.status == 200)
        #expect(recorder.head?.headers["content-type"] == "text/event-stream")
        // The usage was asked for on the gateway's account: the client does not see it, the log does.
        #expect(
            recorder.writes.map { String(decoding: $0, as: UTF8.self) }
                == [Self.first, Self.second, Self.last, Self.done]
        )
        #expect(recorder.isFinished)
        #expect(bench.log.entries.last?["CompletionTokens"]?.double == 2)
    }

    @Test("that is cut inside an event is not forwarded beyond the event before")
    func cutEvent() async throws {
        let half = Self.second.prefix(30)
        let provider = try ScriptedServer.playing { peer in
            peer.beginEventStream()
            peer.sendChunk(Self.first + half)
        }
        let answer = await GatewayTestBench(providers: provider).complete(GatewayTestBench.streamedChat)
        #expect(answer.text.hasPrefix(Self.first + "data: {\"error\":"))
    }

    /// How a provider can leave in the middle of its stream.
    enum Ending: CaseIterable {
        case close, reset, cleanEnd, garbage, errorEvent
    }

    @Test(
        "that breaks off after its first event ends with an error event and without [DONE]",
        arguments: Ending.allCases
    )
    func cutMidway(ending: Ending) async throws {
        let recorder = AnswerRecorder()
        let provider = try ScriptedServer.playing { peer in
            peer.beginEventStream()
            peer.sendChunk(Self.first)
            guard recorder.waitForWrites(1) else { return }
            switch ending {
            case .close: break
            case .reset: peer.resetOnClose()
            case .cleanEnd: peer.endEventStream()
            case .garbage:
                peer.sendChunk("data: the provider's words\n\n")
                peer.waitForClose()
            case .errorEvent:
                peer.sendChunk(#"data: {"error":{"message":"the provider's words"}}"# + "\n\n")
                peer.waitForClose()
            }
        }
        let bench = GatewayTestBench(providers: provider)
        _ = await bench.complete(GatewayTestBench.streamedChat, to: recorder)
        #expect(recorder.status == 200)
        #expect(recorder.writes.count == 2)
        #expect(recorder.text.hasPrefix(Self.first))
        #expect(!recorder.text.contains("[DONE]"))
        #expect(!recorder.text.contains("words"))
        #expect(recorder.isFinished)
        let event = String(decoding: recorder.writes.last ?? [], as: UTF8.self)
        #expect(event.hasPrefix("data: ") && event.hasSuffix("\n\n"))
        let error = try JSONValue(parsing: Array(event.dropFirst("data: ".count).utf8))["error"]
        let isMalformed = ending == .garbage || ending == .errorEvent
        #expect(error?["code"]?.string == (isMalformed ? "provider_answer_malformed" : "provider_answer_broken_off"))
        #expect(bench.log.entries.last?["error"]?.string == error?["message"]?.string)
    }

    @Test(
        "that fails before its first event is answered with 502",
        arguments: [
            ("", false, "provider_answer_broken_off"), ("", true, "provider_answer_broken_off"),
            (": keep-alive\n\n", true, "provider_answer_broken_off"),
            (String(first.prefix(20)), false, "provider_answer_broken_off"),
            ("data: garbage\n\n", true, "provider_answer_malformed"),
            ("<html>not a stream</html>\n\n", true, "provider_answer_broken_off"),
            (#"data: {"error":{"message":"secret words"}}"# + "\n\n", true, "provider_answer_malformed"),
        ]
    )
    func cutBeforeFirst(body: String, isComplete: Bool, code: String) async throws {
        let provider = try ScriptedServer.playing { peer in
            peer.beginEventStream()
            if !body.isEmpty { peer.sendChunk(body) }
            if isComplete { peer.endEventStream() }
        }
        let answer = await GatewayTestBench(providers: provider).complete(GatewayTestBench.streamedChat)
        #expect(answer.status == 502)
        #expect(answer.head?.headers["content-type"] == "application/json")
        #expect(answer.json["error"]?["code"]?.string == code)
        #expect(!answer.text.contains("secret"))
    }

    @Test("is another deployment's turn as long as nothing of it came")
    func failover() async throws {
        let broken = try ScriptedServer.playing { peer in peer.beginEventStream() }
        let whole = try ScriptedServer.answering(Self.first + Self.last + Self.done)
        let answer = await GatewayTestBench(providers: broken, whole).complete(GatewayTestBench.streamedChat)
        #expect(answer.status == 200)
        #expect(answer.text == Self.first + Self.last + Self.done)
        #expect(answer.head?.headers["x-litellm-attempted-retries"] == "1")
        #expect(answer.head?.headers["x-litellm-model-id"] == "d1")
    }

    @Test("stops when the client goes away, and the request is recorded as 499")
    func clientGone() async throws {
        let recorder = AnswerRecorder(leavingAfter: 1)
        let closed = Promise<Bool>()
        let provider = try ScriptedServer.playing { peer in
            peer.beginEventStream()
            peer.sendChunk(Self.first)
            guard recorder.waitForWrites(1) else { return closed.fulfil(false) }
            peer.sendChunk(Self.second)
            // The stream is not over: only the gateway can end the connection now.
            peer.waitForClose()
            closed.fulfil(true)
        }
        let bench = GatewayTestBench(providers: provider)
        _ = await bench.complete(GatewayTestBench.streamedChat, to: recorder)
        #expect(await closed.value)
        #expect(recorder.text == Self.first)
        #expect(!recorder.isFinished)
        #expect(bench.log.entries.last?["status"]?.int == 499)
    }
}
