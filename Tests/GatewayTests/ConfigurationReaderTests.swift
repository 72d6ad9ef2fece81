import Gateway
import POSIX
import Testing

@Suite("Reading a configuration")
struct ConfigurationReaderTests {
    private func read(_ text: String, environment: Environment = [:]) throws -> ConfigurationReader.Result {
        try ConfigurationReader.read(
            Array(text.utf8),
            file: "gateway.yaml",
            environment: environment,
            providers: .standard
        )
    }

    private func problems(_ text: String, environment: Environment = [:]) -> [String] {
        let error = #expect(throws: ConfigurationError.self) { try read(text, environment: environment) }
        return error?.problems.map(\.description) ?? []
    }

    @Test("takes LiteLLM's own shape")
    func complete() throws {
        let result = try read(
            """
            model_list:
              - model_name: fast
                litellm_params:
                  model: openai/meta/llama-3
                  api_key: os.environ/OPENAI_API_KEY
                  api_base: os.environ/BASE
                  timeout: 1.5
                  weight: 2
                  order: 1
                model_info: {id: fast-1, input_cost_per_token: 1.5e-7, output_cost_per_token: 6e-7}
              - model_name: fast
                litellm_params: {model: gpt-4o}
            router_settings: {routing_strategy: simple-shuffle, num_retries: 3, model_group_alias: {gpt-4: fast}}
            litellm_settings: {request_timeout: 60}
            general_settings: {master_key: os.environ/GATEWAY_MASTER_KEY, database_url: null}
            mcp_servers: {}
            """,
            environment: ["BASE": "http://127.0.0.1:9100/v1/"]
        )
        let configuration = result.configuration
        #expect(result.warnings.isEmpty)
        #expect(configuration.modelGroups == ["fast"])
        #expect(configuration.group(named: "gpt-4") == "fast")
        #expect(configuration.group(named: "other") == nil)
        #expect(configuration.router.retries == 3)
        #expect(configuration.requestTimeout == .seconds(60))
        let deployments = configuration.deployments(of: "fast")
        #expect(deployments.map(\.id) == ["fast-1", "fast-at-1"])
        #expect(deployments[0].provider == "openai")
        #expect(deployments[0].model == "meta/llama-3")
        #expect(deployments[0].baseURL?.appending(path: "/x") == "http://127.0.0.1:9100/v1/x")
        #expect(deployments[0].timeout == .milliseconds(1_500))
        #expect(deployments[0].prices?.cost(of: Usage(promptTokens: 10, completionTokens: 0)) == 1.5e-6)
        #expect(deployments[1].model == "gpt-4o")
    }

    @Test("names file, line and what is allowed")
    func positions() {
        #expect(
            problems("router_settings:\n  routing_strategy: fastest\n") == [
                "gateway.yaml:2:21: router_settings.routing_strategy is not a known strategy; allowed: simple-shuffle, "
                    + "least-busy, latency-based-routing, cost-based-routing, usage-based-routing, usage-based-routing-v2"
            ]
        )
        #expect(
            problems("litellm_settings:\n  request_timeout: soon\n") == [
                "gateway.yaml:2:20: litellm_settings.request_timeout must be a number of seconds above 0 and at most 86400"
            ]
        )
    }

    @Test("finds every problem of a file, and repeats none of its values")
    func allProblems() {
        let found = problems(
            """
            model_list:
              - litellm_params: {model: martian/sk-secret-value}
              - model_name: b
                litellm_params: {model: 7, api_base: "http://example.com/sk-secret-value", weight: -1, timeout: 0}
              - model_name: c
                litellm_params: {}
              - model_name: d
                litellm_params: {model: openai/x, api_base: os.environ/NOT_SET_HERE}
            router_settings: {num_retries: many, model_group_alias: {x: nowhere}}
            litellm_settings: []
            """
        )
        #expect(found.count == 11)
        #expect(!found.contains { $0.contains("secret") })
        #expect(found.contains { $0.contains("NOT_SET_HERE") })
    }

    @Test("warns of what has no effect instead of staying silent")
    func warnings() throws {
        let result = try read(
            """
            model_list:
              - model_name: a
                litellm_params: {model: openai/x, rpm: 5, surprise: 1}
            litellm_settings: {cache: true}
            general_settings: {master_key: sk-literal-secret}
            new_section: {}
            """
        )
        #expect(result.warnings.count == 5)
        #expect(!result.warnings.contains { $0.description.contains("sk-literal") })
    }

    @Test("refuses what is not YAML with its position")
    func notYAML() {
        #expect(problems("a: [1, 2").first?.hasPrefix("gateway.yaml:") == true)
        #expect(problems("- a\n- b\n") == ["gateway.yaml:1:1: the file must be a mapping, not list"])
    }

    @Test("allows plain http only towards loopback, or when told to")
    func plainHTTP() throws {
        #expect(throws: BaseURL.Problem.insecure) { try BaseURL("http://10.0.0.1/v1", allowsPlainHTTP: false) }
        #expect(throws: BaseURL.Problem.insecure) {
            try BaseURL("http://127.0.0.1.evil.example/", allowsPlainHTTP: false)
        }
        #expect(throws: BaseURL.Problem.insecure) {
            try BaseURL("http://localhost.evil.example/", allowsPlainHTTP: false)
        }
        #expect(throws: BaseURL.Problem.userInformation) {
            try BaseURL("http://127.0.0.1@evil.example/", allowsPlainHTTP: true)
        }
        #expect(throws: BaseURL.Problem.forbiddenCharacter) { try BaseURL("https://a/v1?x=1", allowsPlainHTTP: false) }
        #expect(throws: BaseURL.Problem.notAbsolute) { try BaseURL("example.com/v1", allowsPlainHTTP: false) }
        _ = try BaseURL("http://127.0.0.1:9100/v1", allowsPlainHTTP: false)
        _ = try BaseURL("http://[::1]:9100/v1", allowsPlainHTTP: false)
        _ = try BaseURL("http://10.0.0.1/v1", allowsPlainHTTP: true)
    }

    @Test("takes a mocked deployment of any provider")
    func mock() throws {
        let result = try read(
            "model_list: [{model_name: m, litellm_params: {model: anthropic/claude, mock_response: hello}}]"
        )
        #expect(result.configuration.deployments(of: "m").first?.mockResponse == "hello")
    }
}
