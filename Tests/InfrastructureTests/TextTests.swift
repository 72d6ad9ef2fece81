import JSON
import Testing

@testable import Infrastructure

@Suite("A text of a template")
struct TextTests {
    private static let role = Text(.attribute("Role", name: "Arn"))
    private static let table = Text(.resource("Table"))

    private static let leastForms: [(Text, JSONValue)] = [
        ("", ""),
        ("plain", "plain"),
        ("\("pl")\("ain")", "plain"),
        (table, ["Ref": "Table"]),
        ("\(table)", ["Ref": "Table"]),
        (Text(.parameter("Environment")), ["Ref": "Environment"]),
        (.region, ["Ref": "AWS::Region"]),
        (role, ["Fn::GetAtt": ["Role", "Arn"]]),
        ("a-\(table)", ["Fn::Sub": "a-${Table}"]),
        ("\(role)/\(.accountID)/\(table)", ["Fn::Sub": "${Role.Arn}/${AWS::AccountId}/${Table}"]),
    ]

    @Test("takes the least form that says it", arguments: leastForms)
    func forms(text: Text, json: JSONValue) {
        #expect(text.json == json)
    }

    @Test("keeps what looks like a reference and is none from being one")
    func escaping() {
        #expect(("cost: ${5}" as Text).json == "cost: ${5}")
        #expect(("${5} of \(Self.table), ${}" as Text).json == ["Fn::Sub": "${!5} of ${Table}, ${!}"])
        #expect(("$\(Self.table)" as Text).json == ["Fn::Sub": "$${Table}"])
    }

    @Test("nests")
    func nesting() {
        let name: Text = "x-\(Self.table)"
        #expect(("arn:\(name)/*" as Text).json == ["Fn::Sub": "arn:x-${Table}/*"])
        #expect(("arn:\(name)/*" as Text).references == [.resource("Table")])
    }
}
