import JSON
import Testing

@testable import Infrastructure

/// A resource of whatever properties.
private struct Thing: ResourceProperties {
    static let type = "Test::Service::Thing"
    enum Attribute: String { case arn = "Arn" }
    var properties: PropertyList = [:]
}

@Suite("A stack")
struct StackTests {
    private var stack = Stack("test", description: "A test.")

    @Test("writes its sections in the order of the documentation, and leaves empty ones out")
    func sections() throws {
        var stack = stack
        let environment = stack.addParameter(
            Parameter("Environment", "Which.", .choice(["dev", "prod"]), default: "dev")
        )
        let isProduction = stack.addCondition("IsProduction", whether: environment, equals: "prod")
        let first = stack.add("First", Thing(properties: ["Size": isProduction.choose(2, otherwise: 1)]))
        stack.add("Second", Thing(properties: ["Of": .text(first.attribute(.arn))]), dependsOn: [first.id])
        stack.addOutput("Name", "What it is called.", "\(first.ref)!")
        let expected = #"""
            {"AWSTemplateFormatVersion":"2010-09-09","Description":"A test.",
            "Parameters":{"Environment":{"Type":"String","Description":"Which.","AllowedValues":["dev","prod"],
            "Default":"dev"}},
            "Conditions":{"IsProduction":{"Fn::Equals":[{"Ref":"Environment"},"prod"]}},
            "Resources":{"First":{"Type":"Test::Service::Thing","Properties":{"Size":{"Fn::If":["IsProduction",2,1]}}},
            "Second":{"Type":"Test::Service::Thing","DependsOn":["First"],
            "Properties":{"Of":{"Fn::GetAtt":["First","Arn"]}}}},
            "Outputs":{"Name":{"Description":"What it is called.","Value":{"Fn::Sub":"${First}!"}}}}
            """#
        #expect(try stack.template() == JSONValue(parsing: Array(expected.utf8)))
        var small = Stack("small", description: "Small.")
        small.add("Only", Thing())
        #expect(try small.template().object?.keys == ["AWSTemplateFormatVersion", "Description", "Resources"])
    }

    @Test("ends its file with one newline and indents by two spaces")
    func file() throws {
        var stack = stack
        stack.add("Only", Thing())
        let text = String(decoding: try stack.synthesized(), as: UTF8.self)
        #expect(text.hasPrefix("{\n  \"AWSTemplateFormatVersion\""))
        #expect(text.hasSuffix("\n}\n"))
    }

    @Test("asks for the language extensions only where a policy depends on a condition")
    func transform() throws {
        var stack = stack
        stack.add("Kept", Thing(), removal: .retain)
        #expect(try stack.template()["Transform"] == nil)
        let environment = stack.addParameter(Parameter("Environment", "Which.", .text))
        let isProduction = stack.addCondition("IsProduction", whether: environment, equals: "prod")
        stack.add("Precious", Thing(), removal: .retainIf(isProduction))
        let template = try stack.template()
        #expect(template["Transform"] == "AWS::LanguageExtensions")
        let policy: JSONValue = ["Fn::If": ["IsProduction", "Retain", "Delete"]]
        #expect(template["Resources"]?["Precious"]?["DeletionPolicy"] == policy)
        #expect(template["Resources"]?["Precious"]?["UpdateReplacePolicy"] == policy)
        #expect(template["Resources"]?["Kept"]?["DeletionPolicy"] == "Retain")
    }

    @Test("refuses references to what another stack holds, and names who refers to what")
    func danglingReferences() {
        var other = stack
        let foreign = other.add("Foreign", Thing())
        let parameter = other.addParameter(Parameter("Elsewhere", "Not here.", .text))
        let condition = other.addCondition("Sometimes", whether: parameter, equals: "x")
        for (properties, target) in [
            (["A": .text(foreign.ref)], "Foreign"),
            (["A": .list([.object(["B": "x-\(foreign.attribute(.arn))"])])], "Foreign.Arn"),
            (["A": .text(parameter)], "Elsewhere"),
            (["A": condition.choose(1, otherwise: 2)], "Sometimes"),
            (["A": .texts(["ok", parameter])], "Elsewhere"),
        ] as [(PropertyList, String)] {
            var stack = stack
            stack.add("Culprit", Thing(properties: properties))
            #expect(throws: SynthesisError.danglingReference(to: target, in: "Culprit")) { try stack.synthesized() }
        }
    }

    @Test("looks for dangling references in dependencies, policies, conditions and outputs too")
    func danglingElsewhere() {
        var other = stack
        let foreign = other.add("Foreign", Thing())
        let parameter = other.addParameter(Parameter("Elsewhere", "Not here.", .text))
        let condition = other.addCondition("Sometimes", whether: parameter, equals: "x")

        var depending = stack
        depending.add("Culprit", Thing(), dependsOn: [foreign.id])
        #expect(throws: SynthesisError.danglingReference(to: "Foreign", in: "Culprit")) { try depending.verify() }

        var kept = stack
        kept.add("Culprit", Thing(), removal: .retainIf(condition))
        #expect(throws: SynthesisError.danglingReference(to: "Sometimes", in: "Culprit")) { try kept.verify() }

        var conditional = stack
        _ = conditional.addCondition("Culprit", whether: parameter, equals: "x")
        #expect(throws: SynthesisError.danglingReference(to: "Elsewhere", in: "Culprit")) { try conditional.verify() }

        var telling = stack
        telling.addOutput("Culprit", "What?", foreign.ref)
        #expect(throws: SynthesisError.danglingReference(to: "Foreign", in: "Culprit")) { try telling.verify() }
    }

    @Test("refuses two declarations of one name")
    func duplicates() {
        var stack = stack
        _ = stack.addParameter(Parameter("Twice", "A parameter.", .text))
        stack.add("Twice", Thing())
        #expect(throws: SynthesisError.duplicateLogicalID("Twice")) { try stack.synthesized() }
    }

    @Test("refuses names CloudFormation does not take", arguments: ["", "a-b", "ä", "A.B", "A B"])
    func invalidNames(name: String) {
        var stack = stack
        stack.add(LogicalID(rawValue: name), Thing())
        #expect(throws: SynthesisError.invalidLogicalID(LogicalID(rawValue: name))) { try stack.synthesized() }
    }

    @Test("refuses resources that need one another, and names the circle")
    func circle() {
        var stack = stack
        let second = Resource<Thing>(id: "Second")
        let first = stack.add("First", Thing(properties: ["Of": .text(second.ref)]))
        let third = stack.add("Third", Thing(properties: ["Of": "x-\(first.attribute(.arn))"]))
        stack.add("Second", Thing(), dependsOn: [third.id])
        #expect(throws: SynthesisError.circularDependency(["First", "Second", "Third", "First"])) {
            try stack.synthesized()
        }
    }

    @Test("takes resources that stand before those they need")
    func forwardReference() throws {
        var stack = stack
        let later = Resource<Thing>(id: "Later")
        stack.add("First", Thing(properties: ["Of": .text(later.ref)]))
        stack.add("Later", Thing())
        #expect(try stack.template()["Resources"]?.object?.keys == ["First", "Later"])
    }

    @Test("has at most 500 resources")
    func size() throws {
        var stack = stack
        for number in 1...500 { stack.add("Thing\("\(number)")", Thing()) }
        _ = try stack.synthesized()
        stack.add("OneMore", Thing())
        #expect(throws: SynthesisError.tooMany("resources", count: 501, limit: 500)) { try stack.synthesized() }
    }

    @Test("has at most a megabyte")
    func bytes() {
        var stack = stack
        stack.add("Large", Thing(properties: ["A": .text(Text(String(repeating: "x", count: 1_000_000)))]))
        #expect(throws: SynthesisError.self) { try stack.synthesized() }
    }

    @Test("fingerprints what is asked for, and nothing else")
    func fingerprint() {
        var stack = stack
        stack.add("A", Thing(properties: ["X": 1]))
        stack.add("B", Thing())
        var changed = self.stack
        changed.add("A", Thing(properties: ["X": 2]))
        changed.add("B", Thing())
        #expect(stack.fingerprint(of: ["B"]) == changed.fingerprint(of: ["B"]))
        #expect(stack.fingerprint(of: ["A"]) != changed.fingerprint(of: ["A"]))
        #expect(stack.fingerprint(of: ["A", "B"]) == stack.fingerprint(of: ["B", "A"]))
    }

    @Test("fingerprints as FNV-1a does")
    func fingerprintVectors() {
        // Published vectors of the empty string and "foobar"; a byte of zero follows what is combined here.
        #expect(Fingerprint().text == "cbf29ce484222325")
        var state: UInt64 = 0x8594_4171_F739_67E8
        state &*= 0x0000_0100_0000_01B3
        var fingerprint = Fingerprint()
        fingerprint.combine(Array("foobar".utf8))
        #expect(UInt64(fingerprint.text, radix: 16) == state)
    }
}
