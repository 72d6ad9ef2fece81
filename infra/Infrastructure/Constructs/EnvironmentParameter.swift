/// Which environment a stack is for: its parameter and what follows from it.
struct EnvironmentParameter: Sendable {
    /// `dev` or `prod`.
    let value: Text
    let isProduction: Condition

    init(in stack: inout Stack) {
        value = stack.addParameter(
            Parameter("Environment", "Which environment this is.", .choice(["dev", "prod"]), default: "dev")
        )
        isProduction = stack.addCondition("IsProduction", whether: value, equals: "prod")
    }

    var naming: Naming { Naming(environment: value) }

    /// How many days logs are kept.
    var logRetentionDays: PropertyValue { isProduction.choose(90, otherwise: 14) }
}
