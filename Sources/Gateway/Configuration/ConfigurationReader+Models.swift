import Cryptography
import YAML

/// `model_list`.
extension ConfigurationReader {
    mutating func readModelList(_ root: inout ConfigurationSection) -> [Deployment] {
        guard let node = root.take("model_list") else { return [] }
        guard case .sequence(let entries) = node.content else {
            refuse("model_list", "must be a list, not \(node.kindName)", node.mark)
            return []
        }
        var deployments: [Deployment] = []
        var ids: Set<String> = []
        for (index, entry) in entries.enumerated() {
            guard let deployment = readDeployment(entry, index: index) else { continue }
            if !ids.insert(deployment.id).inserted {
                refuse("model_list[\(index)].model_info.id", "is the id of an earlier entry", entry.mark)
            }
            deployments.append(deployment)
        }
        return deployments
    }

    private mutating func readDeployment(_ node: YAMLNode, index: Int) -> Deployment? {
        let path = "model_list[\(index)]"
        guard var entry = makeSection(node, path: path) else { return nil }
        let group = requiredString("model_name", of: &entry, hint: "the name that clients ask for")
        guard var parameters = section("litellm_params", of: &entry), var info = section("model_info", of: &entry)
        else { return nil }
        warnOfUnknownKeys(in: entry)

        let mock = string("mock_response", of: &parameters)?.text
        let model = readModel(&parameters, isMocked: mock != nil)
        let baseURL = readBaseURL(&parameters)
        let credential = string("api_key", of: &parameters).map { SecretReference($0.text) }
        let timeout = seconds("timeout", of: &parameters)
        let weight = number("weight", of: &parameters, atLeast: 0)
        let order = integer("order", of: &parameters, in: 0...1_000_000)
        let prices = readPrices(&parameters, &info)
        let id = string("id", of: &info)?.text
        takeNotInEffect(
            [
                "rpm", "tpm", "stream_timeout", "max_retries", "num_retries", "max_parallel_requests", "tags",
                "region_name",
            ],
            of: &parameters
        )
        takeNotInEffect(["max_input_tokens", "max_output_tokens", "max_tokens", "mode"], of: &info)
        warnOfUnknownKeys(in: parameters)
        warnOfUnknownKeys(in: info)

        guard let group, let model else { return nil }
        return Deployment(
            id: id ?? "\(group.text)-at-\(index)",
            group: group.text,
            provider: model.provider,
            model: model.name,
            baseURL: baseURL ?? providers[model.provider]?.defaultBaseURL,
            credential: credential,
            timeout: timeout,
            weight: weight ?? 1,
            order: order ?? 0,
            mockResponse: mock,
            prices: prices
        )
    }

    /// `provider/model`; a name without a provider is OpenAI's, as LiteLLM has it.
    private mutating func readModel(
        _ parameters: inout ConfigurationSection,
        isMocked: Bool
    ) -> (provider: String, name: String)? {
        guard let (text, mark) = requiredString("model", of: &parameters, hint: "such as openai/gpt-4o-mini") else {
            return nil
        }
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let (provider, name) =
            parts.count == 2 ? (String(parts[0]), String(parts[1])) : (OpenAIProvider.providerName, text)
        let known = providers.names.joined(separator: ", ")
        if providers[provider] == nil, !isMocked {
            refuse(parameters.path(of: "model"), "names a provider that is not known; known: \(known)", mark)
            return nil
        }
        guard !name.isEmpty, name.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            refuse(parameters.path(of: "model"), "must be provider/model in printable ASCII", mark)
            return nil
        }
        return (provider, name)
    }

    private mutating func readBaseURL(_ parameters: inout ConfigurationSection) -> BaseURL? {
        let allowsPlainHTTP = bool("allow_http", of: &parameters) ?? false
        guard let (text, mark) = resolvedString("api_base", of: &parameters) else { return nil }
        do throws(BaseURL.Problem) {
            return try BaseURL(text, allowsPlainHTTP: allowsPlainHTTP)
        } catch {
            let complaint =
                switch error {
                case .notAbsolute: "must begin with https:// and name a host"
                case .forbiddenCharacter: "must not hold a space, a control character, '?', '#' or '\\'"
                case .userInformation: "must not hold a user name or password; use api_key"
                case .insecure: "is http:// beyond loopback: use https://, or allow_http: true if you must"
                }
            refuse(parameters.path(of: "api_base"), complaint, mark)
            return nil
        }
    }

    /// Prices stand in `model_info` or, as LiteLLM allows too, in `litellm_params`.
    private mutating func readPrices(
        _ parameters: inout ConfigurationSection,
        _ info: inout ConfigurationSection
    ) -> TokenPrices? {
        let (inputName, outputName) = ("input_cost_per_token", "output_cost_per_token")
        let input = number(inputName, of: &info, atLeast: 0) ?? number(inputName, of: &parameters, atLeast: 0)
        let output = number(outputName, of: &info, atLeast: 0) ?? number(outputName, of: &parameters, atLeast: 0)
        if input == nil, output == nil { return nil }
        return TokenPrices(input: input ?? 0, output: output ?? 0)
    }
}
