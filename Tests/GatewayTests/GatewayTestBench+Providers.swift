import AWSServices
import HTTP
import POSIX
import TestSupport

/// The model group `m`, on providers that follow a script.
extension GatewayTestBench {
    static let chat = #"{"model":"m","messages":[{"role":"user","content":"hi"}]}"#
    static let streamedChat = #"{"model":"m","messages":[{"role":"user","content":"hi"}],"stream":true}"#

    /// A gateway whose group has a deployment on each server, `d0`, `d1`, …, tried in this order.
    ///
    /// - Parameters:
    ///   - key: the deployments' `api_key`.
    ///   - parameters: more of each deployment's parameters, each behind a comma.
    init(
        providers: ScriptedServer...,
        key: String = "sk-the-provider-key",
        parameters: String = "",
        environment: Environment = [:],
        secrets: SecretsManager = .nowhere
    ) {
        let deployments = providers.enumerated().map { index, server in
            """
              - model_name: m
                litellm_params: {model: openai/upstream-\(index), api_base: "\(server.url)/v1", api_key: \(key), \
            order: \(index)\(parameters)}
                model_info: {id: d\(index), input_cost_per_token: 0.001, output_cost_per_token: 0.002}
            """
        }
        self.init(
            configuration: "model_list:\n" + deployments.joined(separator: "\n"),
            environment: environment,
            secrets: secrets
        )
    }

    /// Sends a chat in OpenAI's dialect.
    func complete(_ body: String = chat, to recorder: AnswerRecorder = AnswerRecorder()) async -> AnswerRecorder {
        await send(.post, "/v1/chat/completions", body: body, to: recorder)
    }
}

extension ScriptedServer {
    /// A provider's answer to a chat.
    static let completion = #"{"choices":[{"message":{"role":"assistant","content":"hello"}}]}"#

    /// A provider that answers every request the same.
    static func answering(
        _ body: String = completion,
        status: Int = 200,
        headers: HeaderFields = [:]
    ) throws -> ScriptedServer {
        try ScriptedServer { _, _ in .response(status: status, headers: headers, body: body) }
    }

    /// A provider that plays every connection by the same script.
    static func playing(_ script: @escaping @Sendable (Peer) -> Void) throws -> ScriptedServer {
        try ScriptedServer { _, _ in .script(script) }
    }
}
