/// What must be known and not seen.
struct Secrets {
    let masterKey: Resource<SecretsManager.Secret>
    let providerKeys: Resource<SecretsManager.Secret>

    init(environment: EnvironmentParameter, in stack: inout Stack) {
        masterKey = stack.add(
            "MasterKeySecret",
            SecretsManager.Secret(
                name: environment.naming.secret(.masterKey),
                description: "The administrator's key. The whole value is the key; it needs no prefix.",
                // There is an administrator from the first deployment on: 64 letters and digits are 381 bits.
                content: .generated(length: 64)
            ),
            removal: .retainIf(environment.isProduction)
        )
        providerKeys = stack.add(
            "ProviderKeysSecret",
            SecretsManager.Secret(
                name: environment.naming.secret(.providerKeys),
                description: "Providers' API keys: a JSON object of names, such as OPENAI_API_KEY, and keys.",
                content: .literal("{}")
            ),
            removal: .retainIf(environment.isProduction)
        )
    }
}
