/// Answers requests.
package protocol RequestHandler: Sendable {
    /// Answers the request through `writer`, and returns when everything that belongs to it is done: work after the
    /// answer included.
    func respond(to request: Request, context: RequestContext, writer: some ResponseWriter) async
}
