import Telemetry
import Testing

@Suite("A trace's id")
struct TraceIDTests {
    private static let root = "1-5759e988-bd862e3fe1be46a994272793"

    @Test(
        "gives the trace's id, wherever it stands",
        arguments: [
            "Root=\(root)", "Root=\(root);Parent=53995c3f42cd8ad8;Sampled=1",
            "Sampled=0; Parent=53995c3f42cd8ad8; Root=\(root)",
            "Self=1-1-1;Root=\(root);Parent=;Lineage=a87bd80c:1|68fd508a:5",
        ]
    )
    func parses(header: String) {
        #expect(TraceID(header: header)?.text == Self.root)
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
        #expect(TraceID(header: text) == nil)
    }
}
