package import HTTP
import JSON

/// A Model Context Protocol server on one path, as a value: a request in, a response out, nothing kept in between.
///
/// It speaks 2026-07-28 and, on the same path, the revisions with an `initialize` handshake back to 2024-11-05. It
/// gives out no session ids and answers with JSON, never with a stream, so any sandbox can serve any request.
/// Implements "Streamable HTTP" of 2026-07-28 and 2025-11-25 for the methods that concern tools.
package struct MCPServer: Sendable {
    /// How long clients may keep the list of tools and the description of the server, in milliseconds.
    static let listLifetime = 300_000
    static let descriptionLifetime = 3_600_000
    /// The longest body that is read, in bytes: a call's arguments are small.
    private static let maxBodyBytes = 1 << 20

    let info: ServerInfo
    let instructions: String
    let pageSize: Int
    /// The tools in the order in which they are listed.
    package let tools: [Tool]
    private let origins: OriginPolicy

    /// - Parameters:
    ///   - info: what the server says of itself.
    ///   - instructions: how to use it well, for the model.
    ///   - tools: in the order in which they are listed; of two with one name the first counts.
    ///   - origins: which web pages may send requests.
    ///   - pageSize: how many tools one answer lists; at least 1.
    package init(
        info: ServerInfo,
        instructions: String,
        tools: [Tool],
        origins: OriginPolicy = OriginPolicy(),
        pageSize: Int = 100
    ) {
        self.info = info
        self.instructions = instructions
        self.origins = origins
        self.pageSize = max(1, pageSize)
        var names: Set<String> = []
        self.tools = tools.filter { names.insert($0.name).inserted }
    }

    /// Answers one HTTP request.
    package func respond(to request: Request, context: RequestContext) async -> Response {
        do throws(Refusal) {
            try checkTransport(request)
            switch try Message(parsing: request.body) {
            case .request(let id, let method, let parameters):
                return try await answer(method, parameters, id: id, headers: request.headers, context: context)
            case .notification:
                try checkVersion(request.headers, among: ProtocolVersion.supported)
            case .response:
                // Only the transport of 2025 lets a client post one; nothing waits for it here.
                try checkVersion(request.headers, among: ProtocolVersion.legacy)
            }
            return Response(status: .accepted, headers: [:], body: [])
        } catch {
            return error.response
        }
    }

    /// What HTTP itself says of the request: who sends it, how, what it carries and what it takes for an answer.
    private func checkTransport(_ request: Request) throws(Refusal) {
        let origins = request.headers.values(of: "origin")
        guard origins.allSatisfy(self.origins.allows) else {
            throw Refusal(JSONRPCError(.invalidRequest, "This Origin may not use this server."), status: .forbidden)
        }
        guard request.method == .post else {
            throw Refusal(
                JSONRPCError(.invalidRequest, "Send each message with POST; there is no stream to GET."),
                status: .methodNotAllowed,
                headers: ["allow": "POST"]
            )
        }
        guard MediaType.isJSON(request.headers["content-type"]) else {
            throw Refusal(
                JSONRPCError(.invalidRequest, "The Content-Type must be application/json."),
                status: .unsupportedMediaType
            )
        }
        guard MediaType.acceptsJSON(request.headers.values(of: "accept")) else {
            throw Refusal(
                JSONRPCError(.invalidRequest, "The Accept header must allow application/json."),
                status: .notAcceptable
            )
        }
        guard request.body.count <= Self.maxBodyBytes else {
            throw Refusal(
                JSONRPCError(.invalidRequest, "The body is longer than \(Self.maxBodyBytes) bytes."),
                status: .contentTooLarge
            )
        }
    }

    private func checkVersion(_ headers: HeaderFields, among versions: [ProtocolVersion]) throws(Refusal) {
        do throws(JSONRPCError) {
            guard let version = try MirroredHeader.protocolVersion.value(in: headers) else { return }
            guard versions.contains(ProtocolVersion(rawValue: version)) else { throw .unsupported(version) }
        } catch {
            throw Refusal(error)
        }
    }
}
