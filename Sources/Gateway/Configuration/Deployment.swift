/// One way to reach a model: an entry of `model_list`.
package struct Deployment: Sendable {
    /// Unique among deployments: `model_info.id`, else the group's name and the entry's place in the list.
    package let id: String
    /// The model group it belongs to: `model_name`, what clients ask for.
    package let group: String
    /// The provider's name: what stands before the first slash of `litellm_params.model`.
    package let provider: String
    /// The provider's name for the model: what stands after it.
    package let model: String
    /// Where the provider is: `api_base`, else the provider's own.
    package let baseURL: BaseURL?
    /// The provider's credential.
    package let credential: SecretReference?
    /// How long the provider may take: the whole answer when buffered, the next byte when streamed.
    package let timeout: Duration?
    /// The share of the group's requests relative to the others' weights; at least 0.
    package let weight: Double
    /// Deployments of a lower order are tried first.
    package let order: Int
    /// Answers instead of a provider.
    package let mockResponse: String?
    /// The prices that costs are computed with; nil when the configuration gives none.
    package let prices: TokenPrices?
}
