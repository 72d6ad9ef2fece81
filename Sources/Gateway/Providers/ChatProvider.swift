package import Cryptography
package import HTTP
package import HTTPClient

/// Speaks one provider's language: a value without I/O or clock, so that it is tested on bytes alone.
package protocol ChatProvider: Sendable {
    /// What stands before the slash of a model string: `openai`.
    var name: String { get }

    /// Where the provider is when a deployment has no `api_base`.
    var defaultBaseURL: BaseURL? { get }

    /// The request for one chat completion; a streamed one when the client's is.
    func makeRequest(
        for chat: ChatCompletionRequest,
        deployment: Deployment,
        credential: Secret?
    ) throws(ProviderFailure) -> OutgoingRequest

    /// The answer to a request that was not streamed.
    func readCompletion(_ response: Response) throws(ProviderFailure) -> ChatCompletion

    /// Reads one streamed answer.
    func makeStreamReader() -> any ChatStreamReader

    /// What an answer with a status other than 2xx means.
    ///
    /// - Parameter credential: what was sent; an answer may repeat it, and nobody is to see it.
    func failure(_ response: Response, credential: Secret?) -> ProviderFailure
}

/// A state machine over the bytes of one streamed answer.
package protocol ChatStreamReader: Sendable {
    /// Takes the next bytes, in any split, and gives the events they complete.
    mutating func read(_ bytes: [UInt8]) throws(ProviderFailure) -> [ChatStreamEvent]

    /// The bytes are over: gives what was still held back.
    ///
    /// - Throws: `ProviderFailure.brokenOff` when the answer is not complete.
    mutating func finish() throws(ProviderFailure) -> [ChatStreamEvent]
}

/// A whole answer in OpenAI's chat completion format.
package struct ChatCompletion: Sendable, Equatable {
    /// The JSON, as the provider wrote it.
    package let body: [UInt8]
    /// What the provider counted; nil when it did not.
    package let usage: Usage?
}

/// A piece of a streamed answer.
package enum ChatStreamEvent: Sendable, Equatable {
    case chunk(ChatChunk)
    /// `[DONE]`: the answer is complete.
    case done
}

/// One `chat.completion.chunk`.
package struct ChatChunk: Sendable, Equatable {
    /// The server-sent event as it came, its blank line included.
    package let raw: [UInt8]
    /// The event's JSON.
    package let data: [UInt8]
    /// What the provider counted, in the chunk that says it.
    package let usage: Usage?
    /// Whether the chunk carries usage and nothing else.
    package let isUsageOnly: Bool
}
