import AWSServices
import Accounts
import HTTPClient
import JSON
import LambdaRuntime
import POSIX
import Telemetry

/// The authorizer on AWS Lambda: who is asking, for API Gateway and for the functions behind it.
@main
enum Main {
    static func main() {
        LambdaRuntime.run { environment, executor throws(InitializationError) in
            try Authorizer(environment: environment, executor)
        }
    }
}

/// Answers API Gateway's REQUEST authorizer events.
struct Authorizer: InvocationHandler {
    private let authenticator: Authenticator
    private let log: Logger

    init(environment: Environment, _ executor: ThreadExecutor?) throws(InitializationError) {
        let log = Logger(environment: environment)
        let aws = AWSSession(
            region: try environment.required("AWS_REGION"),
            environment: environment,
            httpClient: HTTPClient(configuration: .from(environment: environment), host: executor)
        )
        self.log = log
        authenticator = Authenticator(
            masterKey: MasterKey(environment: environment, secrets: aws.makeSecretsManager()),
            keys: DynamoDBKeyStore(
                table: try environment.required("API_KEY_TABLE_NAME"),
                database: aws.makeDynamoDB()
            )
        ) { error in
            log.log(.error, "the master key can't be read", fields: ["reason": .string(error.description)])
        }
    }

    func handle(_ invocation: Invocation, response: InvocationResponse) async throws(InvocationError) {
        let event: AuthorizerEvent
        do {
            event = try AuthorizerEvent(parsing: invocation.event)
        } catch {
            throw InvocationError(type: "Authorizer.MalformedEvent", message: error.description)
        }
        // The id that API Gateway shows the client with a 401.
        let requestID = event.requestID ?? invocation.requestID
        let outcome: Authenticator.Outcome
        do {
            outcome = try await authenticator.authenticate(PresentedCredential(headers: event.headers), at: .now())
        } catch {
            log.log(
                .error,
                "authentication failed",
                requestID: requestID,
                fields: ["reason": .string(error.description)]
            )
            throw InvocationError(type: "Authorizer.StoreUnavailable", message: "The key store is unavailable.")
        }
        switch outcome {
        case .refused(let refusal):
            log.log(
                .info,
                "authentication refused",
                requestID: requestID,
                fields: ["reason": .string(refusal.rawValue)]
            )
            // API Gateway answers 401 to exactly this message, and 500 to any other.
            throw .unauthorized
        case .authenticated(let identity):
            try answer(identity, event: event, response: response)
        }
    }

    /// Allows the whole stage: API Gateway may apply a cached policy to every method.
    private func answer(
        _ identity: Identity,
        event: AuthorizerEvent,
        response: InvocationResponse
    ) throws(InvocationError) {
        guard let resource = event.stageResource else {
            throw InvocationError(type: "Authorizer.MalformedEvent", message: "The event's methodArn has no stage.")
        }
        let policy = AuthorizerResponse(
            principalID: identity.principalID,
            effect: .allow,
            resource: resource,
            context: identity.authorizerContext
        )
        do {
            try response.send(policy.serialized())
        } catch {
            throw InvocationError(type: "Runtime.ResponseFailed", message: "The answer could not be sent.")
        }
    }
}
