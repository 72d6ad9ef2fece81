import Telemetry
import Testing

@Suite("The trace header")
struct TraceHeaderTests {
    private static let root = "1-5759e988-bd862e3fe1be46a994272793"

    @Test(
        "is read in any order, with what else it may hold",
        arguments: [
            ("Root=\(root)", nil, nil), ("Root=\(root);Parent=53995c3f42cd8ad8;Sampled=1", "53995c3f42cd8ad8", true),
            ("Sampled=0; Parent=53995c3f42cd8ad8; Root=\(root)", "53995c3f42cd8ad8", false),
            ("Self=1-1-1;Root=\(root);Parent=;Sampled=?;Lineage=a87bd80c:1|68fd508a:5", nil, nil),
        ] as [(String, String?, Bool?)]
    )
    func parses(text: String, parent: String?, isSampled: Bool?) throws {
        let header = try #require(TraceHeader(parsing: text))
        #expect(header.root == Self.root)
        #expect(header.parent == parent)
        #expect(header.isSampled == isSampled)
    }

    @Test(
        "is none without a trace's id",
        arguments: [
            "", ";;", "Parent=53995c3f42cd8ad8;Sampled=1", "Root=", "Root=1-2-3", "root=\(root)",
            "Root=2\(root.dropFirst())",
            "Root=1-5759e988-bd862e3fe1be46a99427279g", "Root=\(root)-1", "Root=1-5759e988-bd862e3fe1be46a9942727\"}",
        ]
    )
    func refuses(text: String) {
        #expect(TraceHeader(parsing: text) == nil)
    }
}
