import Accounts
import HTTP
import JSON
import Serving

/// `/v1/models`: the model groups and aliases that the key may use, as OpenAI lists models.
extension ModelGateway {
    func listModels(_ call: inout Call, writer: some ResponseWriter) async throws {
        let identity = try requireIdentity(call)
        let configuration = try configuration()
        let names = configuration.modelGroups + configuration.router.aliases.keys.sorted()
        let models = names.filter { name in
            identity.mayUse(modelGroup: configuration.group(named: name) ?? name)
        }
        let list: JSONValue = [
            "object": "list",
            "data": .array(
                models.map { name in
                    ["id": .string(name), "object": "model", "created": 0, "owned_by": "ai-model-gateway"]
                }
            ),
        ]
        try await send(.json(list), &call, writer: writer)
    }
}
