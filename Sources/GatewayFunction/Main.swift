import AWSServices
import Accounts
import Gateway
import HTTPClient
import JSON
import LambdaRuntime
import POSIX
import Telemetry

/// The gateway on AWS Lambda: reads the configuration, builds the product, runs.
@main
enum Main {
    static func main() {
        if CommandLine.arguments.count == 3, CommandLine.arguments[1] == "--check-configuration" {
            checkConfiguration(path: CommandLine.arguments[2])
        }
        LambdaRuntime.run { environment, executor throws(InitializationError) in
            APIGatewayHandler(ModelGateway(try makeDependencies(environment, executor)))
        }
    }

    private static func makeDependencies(
        _ environment: Environment,
        _ executor: ThreadExecutor?
    ) throws(InitializationError) -> ModelGateway.Dependencies {
        let log = Logger(environment: environment)
        let httpClient = HTTPClient(configuration: .from(environment: environment), host: executor)
        let aws = AWSSession(
            region: try environment.required("AWS_REGION"),
            environment: environment,
            httpClient: httpClient
        )
        let providers = ProviderRegistry.standard
        let (configuration, warnings) = ConfigurationState.load(environment: environment, providers: providers)
        for warning in warnings {
            log.log(.warn, "configuration", fields: ["problem": .string(warning.description)])
        }
        if case .refused(let error) = configuration {
            for problem in error.problems {
                log.log(.error, "configuration refused", fields: ["problem": .string(problem.description)])
            }
        }
        return ModelGateway.Dependencies(
            configuration: configuration,
            providers: providers,
            credentials: ProviderCredentials(environment: environment, secrets: aws.makeSecretsManager()),
            keys: DynamoDBKeyStore(
                table: try environment.required("API_KEY_TABLE_NAME"),
                database: aws.makeDynamoDB()
            ),
            tiers: TierLimits(environment: environment),
            httpClient: httpClient,
            log: log,
            environmentName: environment["ENVIRONMENT"] ?? "dev"
        )
    }

    /// `--check-configuration FILE`: prints what is wrong with a file, or has no effect in it; exit status 1 when it
    /// is refused.
    private static func checkConfiguration(path: String) -> Never {
        do {
            let result = try ConfigurationState.read(
                path: path,
                environment: .current(),
                providers: ProviderRegistry.standard
            )
            for warning in result.warnings { StandardStream.writeLine(Array("warning: \(warning)".utf8), to: 2) }
            CurrentProcess.exit(0)
        } catch {
            for problem in error.problems { StandardStream.writeLine(Array(problem.description.utf8), to: 2) }
            CurrentProcess.exit(1)
        }
    }
}
