// swift-tools-version: 6.2
import PackageDescription

/// The house rules the compiler can check (CONTRIBUTING.md says why).
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

func library(
    _ name: String,
    _ dependencies: [Target.Dependency] = [],
    path: String? = nil,
    excluding scripts: [String] = []
) -> Target {
    .target(name: name, dependencies: dependencies, path: path, exclude: scripts, swiftSettings: strict)
}

func executable(_ name: String, _ dependencies: [Target.Dependency], path: String? = nil) -> Target {
    .executableTarget(name: name, dependencies: dependencies, path: path, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], excluding scripts: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: scripts, swiftSettings: strict)
}

let package = Package(
    name: "ai-model-gateway",
    targets: [
        // C shims over the two libraries the product stands on.
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
        .target(name: "CCrypto", linkerSettings: [.linkedLibrary("crypto")]),
        // Comparisons of many bytes at once; header only.
        .target(name: "CSIMD"),

        // The foundations: no knowledge of AWS or of models.
        library("POSIX"),
        library("JSON", ["CSIMD"]),
        library("YAML", ["JSON"]),
        library("HTTP"),
        library("Cryptography", ["CCrypto"]),
        library("HTTPClient", ["CCurl", "HTTP", "POSIX"]),

        // AWS.
        library("AWSSigning", ["Cryptography", "HTTP", "HTTPClient", "JSON", "POSIX"]),
        library("AWSServices", ["AWSSigning", "Cryptography", "HTTP", "HTTPClient", "JSON", "POSIX"]),
        library("LambdaRuntime", ["Cryptography", "HTTP", "JSON", "POSIX", "Telemetry"]),
        library("Telemetry", ["JSON", "POSIX"]),

        // The product.
        library("Routes"),
        library("Accounts", ["AWSServices", "Cryptography", "HTTP", "JSON", "POSIX"]),
        library("Serving", ["Accounts", "HTTP", "JSON", "POSIX", "Routes", "Telemetry"]),
        library("Catalog", ["AWSServices", "Cryptography", "JSON", "POSIX"]),
        library("ModelContextProtocol", ["Cryptography", "HTTP", "JSON"]),
        library(
            "ProductEndpoints",
            [
                "Accounts", "Catalog", "HTTP", "JSON", "ModelContextProtocol", "POSIX", "Routes", "Serving",
                "Telemetry",
            ]
        ),
        library(
            "Gateway",
            [
                "Accounts", "AWSServices", "Cryptography", "HTTP", "HTTPClient", "JSON", "POSIX", "Routes", "Serving",
                "Telemetry", "YAML",
            ]
        ),

        // The three functions.
        executable(
            "GatewayFunction",
            [
                "Accounts", "AWSServices", "Gateway", "HTTPClient", "JSON", "LambdaRuntime", "POSIX", "Telemetry",
            ]
        ),
        executable(
            "AuthorizerFunction",
            ["Accounts", "AWSServices", "HTTPClient", "JSON", "LambdaRuntime", "POSIX", "Telemetry"]
        ),
        executable(
            "MCPFunction",
            [
                "AWSServices", "Accounts", "Catalog", "HTTPClient", "JSON", "LambdaRuntime", "ModelContextProtocol",
                "POSIX", "ProductEndpoints", "Telemetry",
            ]
        ),

        // Tools that never leave the engineer's machine.
        library("Emulation", ["Cryptography", "HTTP", "JSON", "POSIX"]),
        executable("LambdaEmulator", ["Emulation", "POSIX"]),
        executable("HelloFunction", ["HTTP", "JSON", "LambdaRuntime"], path: "bench/HelloFunction"),
        library("Infrastructure", ["JSON", "POSIX", "Routes"], path: "infra/Infrastructure"),
        executable("Synth", ["Infrastructure", "POSIX"], path: "infra/Synth"),

        // Servers, clients and recorders that tests have in common.
        library(
            "TestSupport",
            [
                "AWSServices", "AWSSigning", "Accounts", "Cryptography", "HTTP", "HTTPClient", "JSON", "POSIX",
                "Telemetry",
            ],
            path: "Tests/TestSupport",
            excluding: ["Moto.py"]
        ),

        tests("POSIXTests", ["POSIX", "TestSupport"]),
        tests("JSONTests", ["JSON"]),
        tests("YAMLTests", ["JSON", "YAML"]),
        tests(
            "HTTPTests",
            ["Cryptography", "HTTP", "JSON", "POSIX", "TestSupport"],
            excluding: ["BotocoreEventStream.py"]
        ),
        tests("CryptographyTests", ["Cryptography"]),
        tests(
            "HTTPClientTests",
            ["HTTP", "HTTPClient", "POSIX", "TestSupport"],
            excluding: ["HTTP2Server.py"]
        ),
        tests(
            "AWSSigningTests",
            ["AWSSigning", "Cryptography", "HTTP", "HTTPClient", "JSON", "POSIX", "TestSupport"],
            excluding: ["BotocoreSignatures.py"]
        ),
        tests(
            "AWSServicesTests",
            ["AWSServices", "AWSSigning", "Cryptography", "HTTP", "HTTPClient", "JSON", "POSIX", "TestSupport"]
        ),
        tests(
            "LambdaRuntimeTests",
            ["Cryptography", "HTTP", "JSON", "LambdaRuntime", "POSIX", "Telemetry", "TestSupport"]
        ),
        tests("TelemetryTests", ["JSON", "POSIX", "Telemetry", "TestSupport"]),
        tests("RoutesTests", ["Routes"]),
        tests(
            "AccountsTests",
            ["AWSServices", "Accounts", "Cryptography", "HTTP", "JSON", "POSIX", "TestSupport"]
        ),
        tests(
            "GatewayTests",
            [
                "AWSServices", "Accounts", "Cryptography", "Gateway", "HTTP", "HTTPClient", "JSON", "POSIX", "Serving",
                "TestSupport",
            ]
        ),
        tests("CatalogTests", ["AWSServices", "Catalog", "JSON", "POSIX"]),
        tests("ModelContextProtocolTests", ["HTTP", "JSON", "ModelContextProtocol"]),
        tests(
            "ProductEndpointsTests",
            [
                "AWSServices", "Accounts", "Catalog", "HTTP", "JSON", "ModelContextProtocol", "POSIX",
                "ProductEndpoints", "TestSupport",
            ]
        ),
        tests("EmulationTests", ["Emulation", "HTTP", "JSON", "POSIX"]),
        tests("InfrastructureTests", ["Infrastructure", "JSON", "POSIX", "Routes"]),
        // The fuzzer's checks, over its corpora. It imports internals, so it is a test target and never a release's.
        .testTarget(
            name: "FuzzTests",
            dependencies: ["Cryptography", "HTTP", "JSON", "LambdaRuntime", "YAML"],
            path: "fuzz",
            exclude: ["Entry", "README.md", "corpora", "dictionaries"],
            sources: ["Checks", "Tests"],
            swiftSettings: strict
        ),
    ]
)
