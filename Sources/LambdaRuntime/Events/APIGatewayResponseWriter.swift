import HTTP

/// Answers API Gateway in the one format that is right for a STREAM integration, whether the answer is streamed or not:
/// prelude and body in Lambda's streaming mode. Every response carries `x-request-id`.
struct APIGatewayResponseWriter: ResponseWriter {
    let response: InvocationResponse
    let requestID: String

    func begin(_ head: ResponseHead) async throws(ResponseWriterError) {
        do throws(InvocationResponseError) {
            try response.beginStream(
                contentType: HTTPIntegrationPrelude.contentType,
                firstChunk: HTTPIntegrationPrelude.make(named(head))
            )
        } catch {
            throw ResponseWriterError(error)
        }
    }

    func write(_ bytes: [UInt8]) async throws(ResponseWriterError) {
        do throws(InvocationResponseError) {
            try response.write(bytes)
        } catch {
            throw ResponseWriterError(error)
        }
    }

    func finish() async throws(ResponseWriterError) {
        do throws(InvocationResponseError) {
            try response.finish()
        } catch {
            throw ResponseWriterError(error)
        }
    }

    func send(_ answer: Response) async throws(ResponseWriterError) {
        do throws(InvocationResponseError) {
            try response.sendStream(
                contentType: HTTPIntegrationPrelude.contentType,
                prefix: HTTPIntegrationPrelude.make(named(answer.head)),
                body: answer.body
            )
        } catch {
            throw ResponseWriterError(error)
        }
    }

    private func named(_ head: ResponseHead) -> ResponseHead {
        guard !head.headers.contains("x-request-id") else { return head }
        var head = head
        head.headers.append("x-request-id", requestID)
        return head
    }
}

extension ResponseWriterError {
    fileprivate init(_ error: InvocationResponseError) {
        self =
            switch error {
            case .peerGone: .peerGone
            case .alreadyAnswered: .alreadyAnswered
            case .notBegun: .notBegun
            }
    }
}
