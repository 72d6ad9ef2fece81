package import Cryptography
package import HTTP
package import HTTPClient
import JSON
import Telemetry

/// OpenAI, and every server that speaks its chat completions at an `api_base`.
///
/// The client's dialect is the provider's, so the client's bytes go out as they came but for the model's name
/// and, on streams, the request for usage.
package struct OpenAIProvider: ChatProvider {
    static let providerName = "openai"
    private static let longestShownMessage = 500

    package init() {}

    package var name: String { Self.providerName }

    package var defaultBaseURL: BaseURL? { try? BaseURL("https://api.openai.com/v1", allowsPlainHTTP: false) }

    package func makeRequest(
        for chat: ChatCompletionRequest,
        deployment: Deployment,
        credential: Secret?
    ) throws(ProviderFailure) -> OutgoingRequest {
        guard let baseURL = deployment.baseURL ?? defaultBaseURL else {
            throw .malformedAnswer(reason: "no base URL")
        }
        var headers: HeaderFields = [
            "content-type": "application/json",
            "accept": chat.isStreamed ? "text/event-stream" : "application/json",
        ]
        if let credential { headers["authorization"] = "Bearer \(credential.exposed)" }
        return OutgoingRequest(
            method: .post,
            url: baseURL.appending(path: "/chat/completions"),
            headers: headers,
            body: chat.body(forModel: deployment.model, requestingUsage: chat.isStreamed)
        )
    }

    package func readCompletion(_ response: Response) throws(ProviderFailure) -> ChatCompletion {
        do {
            var reader = JSONReader(response.body, limits: .providerAnswer)
            var usage: Usage?
            var hasChoices = false
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "choices":
                    hasChoices = try reader.peek() == .array
                    try reader.skipValue()
                case "usage": usage = try Usage(reading: &reader)
                default: try reader.skipValue()
                }
            }
            try reader.finish()
            guard hasChoices else { throw ProviderFailure.malformedAnswer(reason: "no choices") }
            return ChatCompletion(body: response.body, usage: usage)
        } catch let error as JSONError {
            throw .malformedAnswer(reason: error.description)
        } catch let failure as ProviderFailure {
            throw failure
        } catch {
            throw .malformedAnswer(reason: "unreadable")
        }
    }

    package func makeStreamReader() -> any ChatStreamReader { OpenAIStreamReader() }

    package func failure(_ response: Response, credential: Secret?) -> ProviderFailure {
        let status = response.status
        return switch status.rawValue {
        case 401, 403: .credentialRefused(status: status.rawValue)
        case 408, 504: .timedOut
        case 402, 404, 405: .misconfigured(status: status.rawValue)
        case 413: .requestTooLarge
        case 429: .rateLimited(retryAfter: response.headers["retry-after"].flatMap(Self.seconds))
        case 400..<500:
            .requestRefused(status: status.rawValue, message: Self.message(in: response.body, credential: credential))
        default: .serverError(status: status.rawValue)
        }
    }

    /// A `Retry-After` that is a number of seconds; nil when it is a date (RFC 9110 §10.2.3).
    private static func seconds(_ retryAfter: String) -> Int? {
        retryAfter.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(retryAfter) : nil
    }

    /// The provider's `error.message`, which says what to mend: masked and shortened before anyone sees it.
    private static func message(in body: [UInt8], credential: Secret?) -> String? {
        guard let value = try? JSONValue(parsing: body, limits: .providerAnswer),
            var message = value["error"]?["message"]?.string, !message.isEmpty
        else { return nil }
        if let credential, !credential.exposed.isEmpty { message.replace(credential.exposed, with: "***") }
        return String(Redaction.masked(message).prefix(longestShownMessage))
    }
}

extension JSONLimits {
    /// Of what a provider sends, the last of several equal keys counts, as in its own SDKs.
    static let providerAnswer = JSONLimits(maxBytes: 64 << 20, duplicateKeys: .lastWins)
}
