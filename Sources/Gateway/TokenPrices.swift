/// What a deployment's tokens cost, in US dollars a token.
package struct TokenPrices: Sendable, Equatable {
    /// LiteLLM's `input_cost_per_token`.
    package let input: Double
    /// LiteLLM's `output_cost_per_token`.
    package let output: Double

    package init(input: Double, output: Double) {
        self.input = input
        self.output = output
    }

    /// The cost of one answer in US dollars.
    package func cost(of usage: Usage) -> Double {
        Double(usage.promptTokens) * input + Double(usage.completionTokens) * output
    }
}
