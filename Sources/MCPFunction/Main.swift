import AWSServices
import Accounts
import Catalog
import HTTPClient
import JSON
import LambdaRuntime
import ModelContextProtocol
import POSIX
import ProductEndpoints
import Telemetry

/// The product data on AWS Lambda, over REST and MCP: reads the environment, builds, runs.
@main
enum Main {
    static func main() {
        LambdaRuntime.run { environment, executor throws(InitializationError) in
            APIGatewayHandler(try makeEndpoints(environment, executor))
        }
    }

    private static func makeEndpoints(
        _ environment: Environment,
        _ executor: ThreadExecutor?
    ) throws(InitializationError) -> ProductEndpoints {
        let log = Logger(environment: environment)
        let aws = AWSSession(
            region: try environment.required("AWS_REGION"),
            environment: environment,
            httpClient: HTTPClient(configuration: .from(environment: environment), host: executor)
        )
        let database = aws.makeDynamoDB()
        let store = DynamoDBProductStore(
            table: try environment.required("PRODUCT_CATALOG_TABLE_NAME"),
            database: database
        ) { error in
            log.log(.warn, "an item is no product", fields: ["reason": .string(error.description)])
        }
        let origins = environment["MCP_ALLOWED_ORIGINS"]?.split(separator: ",") ?? []
        return ProductEndpoints(
            store: store,
            keys: DynamoDBKeyStore(table: try environment.required("API_KEY_TABLE_NAME"), database: database),
            origins: OriginPolicy(allowed: origins.map { $0.filter { $0 != " " } }),
            log: log,
            environmentName: environment["ENVIRONMENT"] ?? "dev"
        )
    }
}
