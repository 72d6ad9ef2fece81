package import HTTP
package import POSIX

/// Sends requests to other servers over HTTP/1.1 and HTTP/2, with libcurl.
///
/// Certificates and host names are always verified; redirects are not followed; proxies are taken from the environment as
/// libcurl does (https://curl.se/libcurl/c/libcurl-env.html), except for hosts that are this machine. Connections are
/// kept and used again. One client serves any number of tasks; dropping the last reference shuts it down.
///
/// A server may refuse a request before all of its body is sent. Over HTTP/2, libcurl 7.88 then knows the end of the
/// answer by its `Content-Length` alone: one without it fails when the limit on silence passes, unless the server takes
/// the rest of the body. If the server resets the stream after the answer, as it may (RFC 9113 §8.1), that is a closed
/// connection.
package final class HTTPClient: Sendable {
    private let driver: TransferDriver
    private let bodyBufferBytes: Int

    /// A client that has done nothing yet.
    ///
    /// Without `host` a thread of its own starts with the first request. With it, the host's thread does the work while it
    /// waits for the host's tasks, which saves two changes of thread a request: for a host that runs one task at a time.
    /// Nothing moves, and no time limit passes, while the host runs none. A host works for one client; others on it have
    /// threads of their own.
    package init(configuration: Configuration = Configuration(), host: ThreadExecutor? = nil) {
        var configuration = configuration
        if configuration.certificateAuthorityFile == nil {
            configuration.certificateAuthorityFile = Configuration.systemAuthorityFiles.first(where: File.exists)
        }
        driver = TransferDriver(configuration, host: host)
        bodyBufferBytes = configuration.bodyBufferBytes
    }

    deinit { driver.shutDown() }

    /// Sends the request and returns the whole answer, whatever its status. Throws `responseTooLarge` when the body is
    /// over `maxResponseBytes`; cancelling the task closes the connection and throws `cancelled`.
    package func send(_ request: OutgoingRequest) async throws(HTTPClientError) -> Response {
        let transfer = try makeTransfer(request)
        let result = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                transfer.recipient = .whole(continuation)
                driver.submit(transfer)
            }
        } onCancel: {
            transfer.cancel()
        }
        return try result.get()
    }

    /// Sends the request and returns when the answer's head is there. Cancelling the task until then closes the
    /// connection and throws `cancelled`; from then on it is the body that matters.
    package func stream(_ request: OutgoingRequest) async throws(HTTPClientError) -> StreamedResponse {
        let transfer = try makeTransfer(request)
        let channel = BodyChannel(capacity: bodyBufferBytes, control: transfer)
        let result = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                transfer.recipient = .head(continuation, channel)
                driver.submit(transfer)
            }
        } onCancel: {
            transfer.cancel()
        }
        let head = try result.get()
        return StreamedResponse(
            status: head.status,
            headers: head.headers,
            body: ResponseBody(channel, keeping: self)
        )
    }

    /// Fails every request that is under way with `shutDown`, and every later one; ends the thread and closes the
    /// connections, on a host's thread when it runs its next task. Returns at once.
    package func shutdown() {
        driver.shutDown()
    }

    private func makeTransfer(_ request: OutgoingRequest) throws(HTTPClientError) -> Transfer {
        guard !Task.isCancelled else { throw HTTPClientError(.cancelled, nothingSent: true) }
        guard request.method.isValid, let target = RequestTarget(url: request.url) else {
            throw HTTPClientError(.invalidRequest, nothingSent: true)
        }
        return Transfer(request, target: target, driver: driver)
    }
}
