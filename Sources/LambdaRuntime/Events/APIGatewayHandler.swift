package import HTTP
import JSON

/// Serves API Gateway's proxy events with a `RequestHandler`.
package struct APIGatewayHandler<Handler: RequestHandler>: InvocationHandler {
    /// The request's deadline comes so long before the invocation's, so that "too late" can still be said in time.
    private static var margin: UInt64 { 500_000_000 }

    private let handler: Handler

    package init(_ handler: Handler) {
        self.handler = handler
    }

    /// Answers the event's request. An event that is none is an error of the invocation, which API Gateway answers with
    /// 502; a request the handler left without an answer is answered with 500.
    package func handle(_ invocation: Invocation, response: InvocationResponse) async throws(InvocationError) {
        let event: APIGatewayProxyEvent
        do throws(EventError) {
            event = try APIGatewayProxyEvent(parsing: invocation.event)
        } catch {
            throw InvocationError(type: "Runtime.MalformedEvent", message: error.description)
        }
        let requestID = RequestID.choose(
            client: event.request.headers["x-request-id"],
            gateway: event.requestID,
            invocation: invocation.requestID
        )
        let context = RequestContext(
            requestID: requestID,
            deadline: invocation.monotonicDeadline - min(Self.margin, invocation.monotonicDeadline),
            sourceAddress: event.sourceAddress,
            traceHeader: invocation.traceHeader,
            authorizer: event.authorizer,
            stage: event.stage
        )
        let writer = APIGatewayResponseWriter(response: response, requestID: requestID)
        await handler.respond(to: event.request, context: context, writer: writer)
        guard !response.isAnswered else { return }
        do throws(ResponseWriterError) {
            try await writer.send(Self.noAnswer)
        } catch {
            throw InvocationError(type: "Runtime.NoResponse", message: "The answer could not be sent.")
        }
    }

    private static var noAnswer: Response {
        let error: JSONValue = [
            "message": "The request was not answered.", "type": "internal_error", "param": nil, "code": nil,
        ]
        let body: JSONValue = ["error": error]
        return Response(
            status: .internalServerError,
            headers: ["content-type": "application/json"],
            body: body.serialized()
        )
    }
}
