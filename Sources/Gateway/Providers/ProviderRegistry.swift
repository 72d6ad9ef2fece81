/// The providers that model strings can name.
package struct ProviderRegistry: Sendable {
    private let providers: [String: any ChatProvider]

    package init(_ providers: [any ChatProvider]) {
        self.providers = Dictionary(providers.map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
    }

    /// Every provider of the product.
    package static let standard = ProviderRegistry([OpenAIProvider()])

    /// The names, in alphabetical order.
    package var names: [String] { providers.keys.sorted() }

    /// The provider of a name.
    package subscript(name: String) -> (any ChatProvider)? { providers[name] }
}
