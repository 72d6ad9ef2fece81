import Testing

@testable import Routes

@Suite("Matching a path")
struct RouteMatcherTests {
    private static func route(_ path: String, _ methods: [String] = ["GET"]) -> Route {
        Route(.notFound, methods, path, function: .gateway, access: .key, dialect: .openAI)
    }

    private static let matcher = RouteMatcher(
        [
            "/{proxy+}", "/a/{x}", "/a/b", "/a/{x}/d", "/a/b/c", "/a/b/{y}/e", "/deep/{rest+}", "/deep/known",
        ].map { route($0) }
    )

    @Test(
        "prefers a literal to a variable and a variable to a greedy segment",
        arguments: [
            ("/a/b", "/a/b", [:]),
            ("/a/z", "/a/{x}", ["x": "z"]),
            ("/a/b/c", "/a/b/c", [:]),
            ("/a/b/q/e", "/a/b/{y}/e", ["y": "q"]),
            ("/deep/known", "/deep/known", [:]),
            ("/deep/other", "/deep/{rest+}", ["rest": "other"]),
            ("/deep/other/far/down", "/deep/{rest+}", ["rest": "other/far/down"]),
            ("/elsewhere", "/{proxy+}", ["proxy": "elsewhere"]),
        ]
    )
    func precedence(path: String, template: String, parameters: [String: String]) {
        let match = Self.matcher.match(method: "GET", path: path)
        #expect(match.template == template)
        #expect(match.parameters == parameters)
    }

    @Test(
        "steps back from a literal that leads nowhere",
        arguments: [
            ("/a/b/d", "/a/{x}/d", ["x": "b"]),
            ("/a/b/q", "/{proxy+}", ["proxy": "a/b/q"]),
            ("/a", "/{proxy+}", ["proxy": "a"]),
            ("/deep", "/{proxy+}", ["proxy": "deep"]),
            ("/deep/known/more", "/deep/{rest+}", ["rest": "known/more"]),
        ]
    )
    func backtracking(path: String, template: String, parameters: [String: String]) {
        let match = Self.matcher.match(method: "GET", path: path)
        #expect(match.template == template)
        #expect(match.parameters == parameters)
    }

    @Test("takes one slash at the end for none", arguments: ["/a/b/", "/a/b"])
    func trailingSlash(path: String) {
        #expect(Self.matcher.match(method: "GET", path: path) == .route(Self.route("/a/b"), parameters: [:]))
    }

    @Test("gives no variable an empty segment", arguments: ["/a//", "/a//d"])
    func emptySegment(path: String) {
        #expect(Self.matcher.match(method: "GET", path: path).template == "/{proxy+}")
    }

    @Test("does not decode what it matches")
    func encodedVariable() {
        let match = Self.matcher.match(method: "GET", path: "/a/caf%C3%A9%2Fcr%C3%A8me")
        #expect(match.parameters == ["x": "caf%C3%A9%2Fcr%C3%A8me"])
    }

    @Test("finds nothing for the root, which no greedy segment takes", arguments: ["/", "//", "", "*", "a/b"])
    func nothing(path: String) {
        #expect(Self.matcher.match(method: "GET", path: path) == .notFound)
    }

    @Test("tells which methods a path takes, and compares them as they are", arguments: ["POST", "get", ""])
    func methods(method: String) {
        let route = Self.route("/only", ["GET", "PUT"])
        let match = RouteMatcher([route]).match(method: method, path: "/only")
        #expect(match == .methodNotAllowed(route, allowed: ["GET", "PUT"]))
    }

    @Test("takes the first of two routes with one path")
    func duplicate() {
        let matcher = RouteMatcher([Self.route("/a/{x}", ["GET"]), Self.route("/a/{x}", ["PUT"])])
        #expect(matcher.match(method: "GET", path: "/a/1").route.methods == ["GET"])
    }
}
