package import HTTP

/// Lets web pages of any origin read an answer: with a proxy integration API Gateway leaves that to the function. Keys
/// travel in headers, never in cookies, so that another site's page has nothing to borrow.
///
/// https://fetch.spec.whatwg.org/#http-cors-protocol
package struct CrossOriginWriter<Base: ResponseWriter>: ResponseWriter {
    private let base: Base

    package init(_ base: Base) {
        self.base = base
    }

    package func begin(_ head: ResponseHead) async throws(ResponseWriterError) {
        var head = head
        Self.open(&head)
        try await base.begin(head)
    }

    package func write(_ bytes: [UInt8]) async throws(ResponseWriterError) {
        try await base.write(bytes)
    }

    package func finish() async throws(ResponseWriterError) {
        try await base.finish()
    }

    package func send(_ response: Response) async throws(ResponseWriterError) {
        var response = response
        Self.open(&response.head)
        try await base.send(response)
    }

    private static func open(_ head: inout ResponseHead) {
        head.headers["access-control-allow-origin"] = "*"
        head.headers["access-control-expose-headers"] = "*"
    }
}
