import HTTP
import HTTPClient
import POSIX
import TestSupport
import Testing

@Suite("A client on its host's thread", .timeLimit(.minutes(1)))
struct HostedClientTests {
    /// Runs the body as a host's task, on a thread that may block; nil when it hangs.
    private func hosted<T: Sendable>(
        cancelAt deadline: UInt64? = nil,
        _ body: @escaping @Sendable (HTTPClient) async -> T
    ) throws -> T? {
        try Joinable {
            let host = ThreadExecutor()
            let client = HTTPClient(host: host)
            return host.run(cancelAt: deadline) { await body(client) }
        }.join()
    }

    @Test("sends requests one after the other over one connection, and needs no other thread")
    func sequence() throws {
        let server = try LoopbackServer.answering { peer, request in peer.answer(request.target) }
        let url = server.url("/a")
        let answers = try hosted { client -> [String] in
            var answers: [String] = []
            let thread = currentThread()
            for _ in 0..<50 {
                let response = try? await client.send(OutgoingRequest(method: .get, url: url))
                answers.append(currentThread() == thread ? response?.text ?? "" : "on another thread")
            }
            return answers
        }
        #expect(answers == Array(repeating: "/a", count: 50))
        #expect(server.connectionCount == 1)
    }

    @Test("serves many child tasks at once")
    func children() throws {
        let server = try LoopbackServer.answering { peer, request in peer.answer(request.target) }
        let urls = (0..<32).map { server.url("/\($0)") }
        let answers = try hosted { client in
            await withTaskGroup(of: String?.self) { group in
                for url in urls {
                    group.addTask { try? await client.send(OutgoingRequest(method: .get, url: url)).text }
                }
                return await group.reduce(into: Set<String?>()) { $0.insert($1) }
            }
        }
        #expect(answers == Set((0..<32).map { "/\($0)" }))
    }

    @Test("holds the server back while the task takes nothing, and loses nothing")
    func stream() throws {
        let total = 24 << 20
        let server = try LoopbackServer.answering { peer, _ in
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
            var rest = total
            while rest > 0, peer.send([UInt8](repeating: 0x61, count: min(rest, 1 << 16))) { rest -= 1 << 16 }
        }
        let url = server.url()
        let received = try hosted { client -> [Int] in
            var (count, largest) = (0, 0)
            do {
                let response = try await client.stream(OutgoingRequest(method: .get, url: url))
                for try await bytes in response.body {
                    count += bytes.count
                    largest = max(largest, bytes.count)
                }
            } catch {
                return []
            }
            return [count, largest]
        }
        #expect(received?.first == total)
        #expect(received?.last ?? .max < 512 << 10)
    }

    @Test("is woken by jobs that come from other threads while it waits for a server")
    func otherThreads() throws {
        let release = Promise<Void>()
        let server = try LoopbackServer.answering { peer, _ in
            release.fulfil()
            peer.answer("late")
        }
        let url = server.url()
        let text = try hosted { client -> String? in
            async let answer = client.send(OutgoingRequest(method: .get, url: url))
            // Kept by the server's thread, when this one waits in libcurl.
            await release.value
            try? await Task.sleep(nanoseconds: 1)
            return try? await answer.text
        }
        #expect(text == "late")
    }

    @Test("has its turns while another task of the host goes on and on")
    func busyHost() throws {
        let server = try LoopbackServer.answering { peer, _ in peer.answer("here") }
        let url = server.url()
        let text = try hosted(cancelAt: soon()) { client -> String? in
            let isDone = Monitor(false)
            async let answer = { () async -> String? in
                defer { isDone.withLock { $0 = true } }
                return try? await client.send(OutgoingRequest(method: .get, url: url)).text
            }()
            while !isDone.withLock({ $0 }), !Task.isCancelled { await Task.yield() }
            return await answer
        }
        #expect(text == "here")
    }

    @Test("has a thread of its own where the host works for another, and leaves that one alone when it is dropped")
    func second() throws {
        let server = try LoopbackServer.answering { peer, request in peer.answer(request.target) }
        let urls = [server.url("/1"), server.url("/2"), server.url("/3")]
        let answers = try Joinable {
            let host = ThreadExecutor()
            let first = HTTPClient(host: host)
            return host.run { () -> [String?] in
                let one = try? await first.send(OutgoingRequest(method: .get, url: urls[0])).text
                let two: String?
                do {
                    let second = HTTPClient(host: host)
                    _ = HTTPClient(host: host)
                    two = try? await second.send(OutgoingRequest(method: .get, url: urls[1])).text
                }
                return [one, two, try? await first.send(OutgoingRequest(method: .get, url: urls[2])).text]
            }
        }.join()
        #expect(answers == ["/1", "/2", "/3"])
    }

    @Test("cancels what is under way when the host's deadline passes")
    func deadline() async throws {
        let closed = Promise<Void>()
        let server = try LoopbackServer { peer in
            _ = peer.readRequest()
            peer.waitForClose()
            closed.fulfil()
        }
        let url = server.url()
        let error = try hosted(cancelAt: MonotonicClock.nanoseconds() + 20_000_000) { client in
            await failure { () async throws(HTTPClientError) in
                try await client.send(OutgoingRequest(method: .get, url: url))
            }
        }
        #expect(error == HTTPClientError(.cancelled, nothingSent: false))
        await closed.value
    }

    @Test("hangs up on a server whose answer the task has left, before the host's thread does something else")
    func leftStream() async throws {
        let closed = Promise<Void>()
        let server = try LoopbackServer { peer in
            _ = peer.readRequest()
            peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n")
            peer.waitForClose()
            closed.fulfil()
        }
        let url = server.url()
        let host = ThreadExecutor()
        let client = HTTPClient(host: host)
        let first = try Joinable {
            host.run { () -> [UInt8]? in
                let response = try? await client.stream(OutgoingRequest(method: .get, url: url))
                var iterator = response?.body.makeAsyncIterator()
                return try? await iterator?.next()
            }
        }.join()
        #expect(first == [0x78])
        await closed.value
    }

    @Test("lets the end of a stream come between its host's tasks, and keeps the connection")
    func drainBetweenTasks() throws {
        let isDone = Monitor(false)
        let server = try LoopbackServer.answering { peer, request in
            guard request.target == "/stream" else { return _ = peer.answer("\(peer.number)") }
            peer.beginEventStream()
            peer.sendChunk("data: [DONE]\n\n")
            _ = isDone.wait(until: soon()) { $0 }
            peer.endEventStream()
            isDone.withLock { $0 = false }
        }
        let url = server.url("/stream")
        let host = ThreadExecutor()
        let client = HTTPClient(host: host)
        let first = try Joinable {
            host.run { () -> Bool in
                guard let response = try? await client.stream(OutgoingRequest(method: .get, url: url)) else {
                    return false
                }
                var iterator = response.body.makeAsyncIterator()
                defer { iterator.finishReading() }
                return (try? await iterator.next()) != nil
            }
        }.join()
        #expect(first == true)
        isDone.withLock { $0 = true }
        _ = isDone.wait(until: soon()) { !$0 }
        let other = server.url()
        let second = try Joinable {
            host.run { try? await client.send(OutgoingRequest(method: .get, url: other)).text }
        }.join()
        #expect(second == "0")
    }

    @Test("times out by itself while nothing else happens")
    func timeout() throws {
        let server = try LoopbackServer { peer in
            _ = peer.readRequest()
            peer.waitForClose()
        }
        let url = server.url()
        let kind = try hosted { client -> HTTPClientError.Kind? in
            await failure { () async throws(HTTPClientError) in
                var request = OutgoingRequest(method: .get, url: url)
                request.timeouts.idle = .milliseconds(20)
                return try await client.send(request)
            }?.kind
        }
        #expect(kind == .timedOut(.idle))
    }

    @Test("fails what comes after its shutdown, and leaves the host able to go on")
    func shutdown() throws {
        let server = try LoopbackServer.answering { peer, _ in peer.answer("here") }
        let url = server.url()
        let results = try hosted { client -> [String] in
            let before = try? await client.send(OutgoingRequest(method: .get, url: url)).text
            client.shutdown()
            let error = await failure { () async throws(HTTPClientError) in
                try await client.send(OutgoingRequest(method: .get, url: url))
            }
            // A timer's thread resumes this one, which waits without the client now.
            try? await Task.sleep(nanoseconds: 1)
            return [before ?? "", error?.kind == .shutDown ? "shut down" : ""]
        }
        #expect(results == ["here", "shut down"])
    }
}
