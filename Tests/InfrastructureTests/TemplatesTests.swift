import Infrastructure
import JSON
import Testing

@Suite("The templates")
struct TemplatesTests {
    private static let pseudoParameters: Set = ["AWS::AccountId", "AWS::Partition", "AWS::Region", "AWS::URLSuffix"]

    private static func template(_ file: TemplateDirectory.File) throws -> SynthesisedTemplate {
        SynthesisedTemplate(json: try JSONValue(parsing: file.bytes))
    }

    @Test("are the same bytes every time")
    func determinism() throws {
        let files = try TemplateDirectory.synthesized()
        #expect(files.map(\.name) == ["data.json", "app.json"])
        for _ in 1...3 { #expect(try TemplateDirectory.synthesized() == files) }
    }

    @Test("name nothing that they do not hold")
    func references() throws {
        for file in try TemplateDirectory.synthesized() {
            let template = try Self.template(file)
            let resources = Set(template.resources.keys)
            let parameters = Set(template.json["Parameters"]?.object?.keys ?? [])
            let conditions = Set(template.json["Conditions"]?.object?.keys ?? [])
            #expect(!template.references.isEmpty)
            for reference in template.references {
                let holds =
                    switch reference.kind {
                    case .value:
                        resources.union(parameters).union(Self.pseudoParameters).contains(reference.name)
                    case .attribute, .dependency: resources.contains(reference.name)
                    case .condition: conditions.contains(reference.name)
                    }
                #expect(holds, "\(file.name), \(reference)")
            }
        }
    }

    @Test("use every parameter and condition that they declare")
    func unused() throws {
        for file in try TemplateDirectory.synthesized() {
            let template = try Self.template(file)
            let named = Set(template.references.map(\.name))
            for name in template.json["Parameters"]?.object?.keys ?? [] { #expect(named.contains(name), "\(name)") }
            for name in template.json["Conditions"]?.object?.keys ?? [] { #expect(named.contains(name), "\(name)") }
        }
    }

    @Test("can be deployed to development and production, and to development by default")
    func environments() throws {
        for file in try TemplateDirectory.synthesized() {
            let environment = try Self.template(file).json["Parameters"]?["Environment"]
            #expect(environment?["AllowedValues"] == ["dev", "prod"])
            #expect(environment?["Default"] == "dev")
        }
    }

    @Test("name the tables and secrets that the other one makes")
    func crossReferences() throws {
        let data = try DataStack.make().template()
        let app = try AppStack.make().template()
        let made = Set(
            (data["Resources"]?.object ?? [:]).compactMap { resource in
                let properties = resource.value["Properties"]
                return (properties?["TableName"] ?? properties?["Name"])?["Fn::Sub"]?.string
            }
        )
        let wanted = (app["Resources"]?.object ?? [:]).flatMap { resource in
            (resource.value["Properties"]?["Environment"]?["Variables"]?.object ?? [:])
                .compactMap { $0.value["Fn::Sub"]?.string }
        }
        #expect(made.count == 5)
        #expect(!wanted.isEmpty)
        for name in wanted { #expect(made.contains(name), "\(name)") }
    }
}
