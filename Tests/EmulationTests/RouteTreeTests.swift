import Testing

@testable import Emulation

@Suite("A route")
struct RouteTreeTests {
    private static let method = APIMethod(
        authorizer: nil,
        integration: .mock(MockIntegration(statuses: [], answers: []))
    )

    private static let tree = RouteTree(
        [
            "/", "/a", "/a/b", "/a/{id}", "/a/{id}/c", "/{top}", "/files/{path+}", "/files/fixed", "/deep/x/y",
            "/{proxy+}",
        ].map { APIResource(id: $0, path: $0, methods: ["GET": method]) }
            + [APIResource(id: "bare", path: "/bare"), APIResource(id: "deep", path: "/deep")]
    )

    @Test(
        "is the most specific one: static before a parameter before a greedy one",
        arguments: [
            ("/", "/", ""), ("", "/", ""), ("/a", "/a", ""), ("/a/", "/a", ""), ("//a", "/a", ""),
            ("/a/b", "/a/b", ""), ("/a/z", "/a/{id}", "id=z"), ("/a/z/c", "/a/{id}/c", "id=z"),
            // What looks more specific at first leads nowhere.
            ("/a/b/c", "/a/{id}/c", "id=b"), ("/a/b/d", "/{proxy+}", "proxy=a/b/d"),
            ("/b", "/{top}", "top=b"), ("/b/c", "/{proxy+}", "proxy=b/c"),
            ("/files/fixed", "/files/fixed", ""), ("/files/x/y/z", "/files/{path+}", "path=x/y/z"),
            ("/files/fixed/more", "/files/{path+}", "path=fixed/more"), ("/files", "/{top}", "top=files"),
            // Resources without methods are in no deployment.
            ("/bare", "/{top}", "top=bare"), ("/deep", "/{top}", "top=deep"), ("/deep/x", "/{proxy+}", "proxy=deep/x"),
            ("/deep/x/y", "/deep/x/y", ""),
            // Segments are decoded after they were told apart.
            ("/a/x%2Fy", "/a/{id}", "id=x/y"), ("/%61", "/a", ""), ("/a/caf%C3%A9", "/a/{id}", "id=café"),
            ("/a/100%", "/a/{id}", "id=100%"),
        ]
    )
    func matches(path: String, resource: String, parameters: String) throws {
        let match = try #require(Self.tree.match(path))
        #expect(match.resource.path == resource)
        #expect(match.parameters.map { "\($0.name)=\($0.value)" }.joined(separator: "&") == parameters)
    }

    @Test("without a resource is none")
    func misses() {
        let tree = RouteTree([APIResource(id: "1", path: "/a/{id}", methods: ["GET": Self.method])])
        for path in ["/", "/a", "/a//", "/a/b/c", "/b"] { #expect(tree.match(path) == nil, "\(path)") }
    }

    @Test("takes its own method before ANY, which stands for seven")
    func choosesMethods() {
        let mock = MockIntegration(statuses: [("application/json", 204)], answers: [])
        let own = APIMethod(authorizer: nil, integration: .mock(mock))
        let resource = APIResource(id: "1", path: "/", methods: ["OPTIONS": own, "ANY": Self.method])
        func statuses(_ name: String) -> Int? {
            guard case .mock(let mock) = resource.method(name)?.integration else { return nil }
            return mock.statuses.count
        }
        #expect(statuses("OPTIONS") == 1)
        for name in ["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"] { #expect(statuses(name) == 0) }
        #expect(statuses("TRACE") == nil)
        #expect(statuses("get") == nil)
        let only = APIResource(id: "2", path: "/", methods: ["GET": own])
        #expect(only.method("POST") == nil)
    }
}
