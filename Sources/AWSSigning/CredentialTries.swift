import HTTPClient

/// Asks an endpoint for credentials several times, as the AWS SDKs do: what one try met may be over at the next.
struct CredentialTries: Sendable {
    /// The greatest number of tries, the first included.
    let limit: Int
    /// Waits between two tries, and throws when the task is cancelled.
    let pause: @Sendable (Duration) async throws -> Void

    /// What the first try that succeeds returns; throws the failure of the last, and one that would come again at once.
    func run<Value: Sendable>(
        _ attempt: () async throws(CredentialError) -> Value
    ) async throws(CredentialError) -> Value {
        var tries = 1
        while true {
            do throws(CredentialError) {
                return try await attempt()
            } catch {
                guard tries < limit, Self.mayPass(error) else { throw error }
            }
            do {
                try await pause(.milliseconds(100 << tries))
            } catch {
                throw .cancelled
            }
            tries += 1
        }
    }

    private static func mayPass(_ error: CredentialError) -> Bool {
        switch error {
        case .transport(let error): error.mayPass
        case .refused, .malformedResponse: true
        case .notConfigured, .incomplete, .unknownProfile, .refusedEndpoint, .invalidToken, .unreadableFile, .rejected,
            .cancelled:
            false
        }
    }
}
