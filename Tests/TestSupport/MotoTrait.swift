package import Testing

/// Starts moto before a suite and stops it afterwards.
package struct MotoTrait: SuiteTrait, TestScoping {
    package func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let server = try await MotoServer.start()
        let result: Result<Void, any Error>
        do {
            try await MotoServer.$current.withValue(server, operation: function)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await server.stop()
        try result.get()
    }
}

extension Trait where Self == MotoTrait {
    /// The suite's tests find a server in `MotoServer.current`.
    package static var moto: Self { MotoTrait() }
}
