import Gateway
import HTTPClient
import POSIX
import Testing

@Suite("Planning and attempts")
struct PlanTests {
    private func makeConfiguration(_ deployments: String) throws -> GatewayConfiguration {
        try ConfigurationReader.read(
            Array("model_list: [\(deployments)]".utf8),
            file: "t.yaml",
            environment: [:],
            providers: .standard
        ).configuration
    }

    private func deployment(_ id: String, weight: Double = 1, order: Int = 0) -> String {
        "{model_name: g, litellm_params: {model: openai/x, weight: \(weight), order: \(order)}, model_info: {id: \(id)}}"
    }

    @Test("draws deployments in proportion to their weights")
    func weights() throws {
        let configuration = try makeConfiguration(
            [deployment("a", weight: 3), deployment("b"), deployment("c", weight: 0)].joined(separator: ",")
        )
        var generator = SystemRandomNumberGenerator()
        var first: [String: Int] = [:]
        for _ in 0..<4_000 {
            let plan = try #require(
                Plan(group: "g", configuration: configuration) { Double.random(in: 0..<1, using: &generator) }
            )
            first[plan.deployments[0].id, default: 0] += 1
            #expect(plan.deployments[2].id == "c")
        }
        // 3000 expected, standard deviation 27.
        #expect((2_800...3_200).contains(first["a"] ?? 0))
        #expect(first["c"] == nil)
    }

    @Test("puts a lower order first, whatever the draw")
    func order() throws {
        let configuration = try makeConfiguration(
            [deployment("late", weight: 100, order: 2), deployment("early", order: 1)].joined(separator: ",")
        )
        for random in [0.0, 0.5, 0.999_999] {
            let plan = try #require(Plan(group: "g", configuration: configuration) { random })
            #expect(plan.deployments.map(\.id) == ["early", "late"])
        }
    }

    @Test("has no plan for a group without deployments")
    func unknownGroup() throws {
        #expect(Plan(group: "other", configuration: try makeConfiguration(deployment("a"))) == nil)
    }

    @Test("tries the next deployment when one fails, up to the limit")
    func failover() async throws {
        let configuration = try makeConfiguration(
            (0..<4).map { deployment("d\($0)", order: $0) }.joined(separator: ",")
        )
        let plan = try #require(Plan(group: "g", configuration: configuration))
        var tried: [String] = []
        var failed: [String] = []
        let attempts = Attempts(plan: plan, retries: 3, deadline: .max)
        let success = try await attempts.firstSuccess { deployment throws(ProviderFailure) in
            tried.append(deployment.id)
            if deployment.id != "d2" { throw .serverError(status: 500) }
            return "answer"
        } failed: { deployment, _ in
            failed.append(deployment.id)
        }
        #expect(success.value == "answer")
        #expect(success.count == 3)
        #expect(tried == ["d0", "d1", "d2"])
        #expect(failed == ["d0", "d1"])
    }

    @Test("does not retry what is the request's own fault, nor beyond the limit or the deadline")
    func stops() async throws {
        let configuration = try makeConfiguration(
            (0..<3).map { deployment("d\($0)", order: $0) }.joined(separator: ",")
        )
        let plan = try #require(Plan(group: "g", configuration: configuration))
        for (retries, deadline, failure, expected) in [
            (2, UInt64.max, ProviderFailure.requestRefused(status: 400, message: nil), 1),
            (0, .max, .serverError(status: 500), 1), (1, .max, .timedOut, 2), (2, 0, .timedOut, 1),
        ] {
            var count = 0
            let attempts = Attempts(plan: plan, retries: retries, deadline: deadline)
            await #expect(throws: failure) {
                _ = try await attempts.firstSuccess { _ throws(ProviderFailure) -> Int in
                    throw failure
                } failed: { _, _ in
                    count += 1
                }
            }
            #expect(count == expected)
        }
    }
}
