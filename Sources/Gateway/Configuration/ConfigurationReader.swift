import Cryptography
package import POSIX
import YAML

/// Reads LiteLLM's YAML. Finds every problem of a file, not only the first.
package struct ConfigurationReader {
    /// A configuration and what in it has no effect.
    package struct Result: Sendable {
        package let configuration: GatewayConfiguration
        package let warnings: [ConfigurationProblem]
    }

    let file: String
    let environment: Environment
    let providers: ProviderRegistry
    var problems: [ConfigurationProblem] = []
    var warnings: [ConfigurationProblem] = []

    /// The largest configuration file that is read.
    package static let maximumBytes = 4 << 20

    /// Reads and validates a whole file.
    ///
    /// - Parameters:
    ///   - bytes: the YAML text.
    ///   - file: the name that messages use.
    ///   - environment: resolves `os.environ/NAME` in everything but credentials, which are resolved when used.
    ///   - providers: whose names may stand before the slash of a model string.
    package static func read(
        _ bytes: [UInt8],
        file: String,
        environment: Environment,
        providers: ProviderRegistry
    ) throws(ConfigurationError) -> Result {
        let root: YAMLNode
        do {
            root = try YAMLNode(parsing: bytes)
        } catch {
            throw ConfigurationError(problems: [
                ConfigurationProblem(file: file, mark: error.mark, message: error.message)
            ])
        }
        var reader = ConfigurationReader(file: file, environment: environment, providers: providers)
        let configuration = reader.readRoot(root)
        guard reader.problems.isEmpty, let configuration else { throw ConfigurationError(problems: reader.problems) }
        return Result(configuration: configuration, warnings: reader.warnings)
    }

    private init(file: String, environment: Environment, providers: ProviderRegistry) {
        self.file = file
        self.environment = environment
        self.providers = providers
    }

    private mutating func readRoot(_ node: YAMLNode) -> GatewayConfiguration? {
        guard var root = makeSection(node, path: "") else { return nil }
        let deployments = readModelList(&root)
        let router = readRouterSettings(&root, groups: Set(deployments.map(\.group)))
        let timeout = readLiteLLMSettings(&root)
        readGeneralSettings(&root)
        for name in ["files_settings", "mcp_servers", "agents"] {
            if let node = root.take(name), !isEmpty(node) { warnNotInEffect(name, node.mark) }
        }
        warnOfUnknownKeys(in: root)
        return GatewayConfiguration(deployments: deployments, router: router, requestTimeout: timeout)
    }

    private func isEmpty(_ node: YAMLNode) -> Bool {
        switch node.content {
        case .mapping(let pairs): pairs.isEmpty
        case .sequence(let items): items.isEmpty
        case .null: true
        case .bool, .number, .string: false
        }
    }
}
