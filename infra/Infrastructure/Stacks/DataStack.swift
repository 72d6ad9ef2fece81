/// What outlives every deployment: tables and secrets.
package enum DataStack {
    /// The stack; its template is `data.json`.
    package static func make() -> Stack {
        var stack = Stack("data", description: "AI model gateway: tables and secrets.")
        let environment = EnvironmentParameter(in: &stack)
        let keys = APIKeysTable(environment: environment, in: &stack)
        let products = ProductCatalogTable(environment: environment, in: &stack)
        let analytics = RequestAnalyticsTable(environment: environment, in: &stack)
        let secrets = Secrets(environment: environment, in: &stack)
        stack.addOutput("ApiKeysTableName", "The table of API keys.", keys.table.ref)
        stack.addOutput("ProductCatalogTableName", "The table of products.", products.table.ref)
        stack.addOutput("RequestAnalyticsTableName", "The table of requests.", analytics.table.ref)
        stack.addOutput("MasterKeySecretArn", "The secret that is the administrator's key.", secrets.masterKey.ref)
        stack.addOutput(
            "ProviderKeysSecretArn",
            "The secret to put the providers' keys into.",
            secrets.providerKeys.ref
        )
        return stack
    }
}
