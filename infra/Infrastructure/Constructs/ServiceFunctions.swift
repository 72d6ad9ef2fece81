/// The three functions of the product.
struct ServiceFunctions {
    /// Where the functions' zips lie in their bucket.
    struct CodeKeys {
        let gateway: Text
        let authorizer: Text
        let mcp: Text
    }

    let gateway: ServiceFunction
    let authorizer: ServiceFunction
    let mcp: ServiceFunction

    init(platform: ServiceFunction.Platform, codeKeys: CodeKeys, in stack: inout Stack) {
        let naming = platform.environment.naming
        gateway = ServiceFunction(
            Self.gateway(naming, codeKey: codeKeys.gateway),
            platform: platform,
            in: &stack
        )
        authorizer = ServiceFunction(
            Self.authorizer(naming, codeKey: codeKeys.authorizer),
            platform: platform,
            in: &stack
        )
        mcp = ServiceFunction(Self.mcp(naming, codeKey: codeKeys.mcp), platform: platform, in: &stack)
    }

    private static func gateway(_ naming: Naming, codeKey: Text) -> ServiceFunction.Description {
        ServiceFunction.Description(
            id: "Gateway",
            name: .gateway,
            description: "Routes requests to models.",
            // The most Lambda allows: a streamed answer may take this long.
            timeoutSeconds: 900,
            codeKey: codeKey,
            environment: [
                ("API_KEY_TABLE_NAME", naming.table(.apiKeys)),
                ("PROVIDER_SECRETS_ID", naming.secret(.providerKeys)),
                ("RATE_LIMIT_FREE_TIER_RPM", "10"),
                ("RATE_LIMIT_BASIC_TIER_RPM", "100"),
                ("RATE_LIMIT_PREMIUM_TIER_RPM", "1000"),
                ("RATE_LIMIT_ENTERPRISE_TIER_RPM", "10000"),
            ],
            permissions: [
                .allow(
                    ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"],
                    on: [naming.tableARN(.apiKeys)]
                ),
                .allow(["secretsmanager:GetSecretValue"], on: [naming.secretARN(.providerKeys)]),
            ]
        )
    }

    private static func authorizer(_ naming: Naming, codeKey: Text) -> ServiceFunction.Description {
        ServiceFunction.Description(
            id: "Authorizer",
            name: .authorizer,
            description: "Tells API Gateway who asks.",
            timeoutSeconds: 10,
            codeKey: codeKey,
            environment: [
                ("API_KEY_TABLE_NAME", naming.table(.apiKeys)),
                ("MASTER_KEY_SECRET_ID", naming.secret(.masterKey)),
            ],
            permissions: [
                .allow(["dynamodb:GetItem"], on: [naming.tableARN(.apiKeys)]),
                .allow(["secretsmanager:GetSecretValue"], on: [naming.secretARN(.masterKey)]),
            ]
        )
    }

    private static func mcp(_ naming: Naming, codeKey: Text) -> ServiceFunction.Description {
        let products = naming.tableARN(.productCatalog)
        return ServiceFunction.Description(
            id: "MCP",
            name: .mcp,
            description: "Serves product data over HTTP and the Model Context Protocol.",
            timeoutSeconds: 60,
            codeKey: codeKey,
            environment: [
                ("API_KEY_TABLE_NAME", naming.table(.apiKeys)),
                ("PRODUCT_CATALOG_TABLE_NAME", naming.table(.productCatalog)),
            ],
            permissions: [
                .allow(["dynamodb:UpdateItem"], on: [naming.tableARN(.apiKeys)]),
                .allow(
                    ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"],
                    on: [products, "\(products)/index/*"]
                ),
            ]
        )
    }
}
