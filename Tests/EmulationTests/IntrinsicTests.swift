import JSON
import Testing

@testable import Emulation

@Suite("An intrinsic function")
struct IntrinsicTests {
    /// A function as it stands in a template, and what becomes of it.
    struct Vector: Sendable, CustomTestStringConvertible {
        let value: JSONValue
        let expected: JSONValue?

        init(_ value: JSONValue, _ expected: JSONValue?) {
            self.value = value
            self.expected = expected
        }

        var testDescription: String { String(decoding: value.serialized(), as: UTF8.self) }

        static let all: [Vector] = [
            Vector(["Ref": "Name"], "x"), Vector(["Ref": "Count"], "3"), Vector(["Ref": "Zones"], ["a", "b"]),
            Vector(["Ref": "AWS::Region"], "us-east-1"), Vector(["Ref": "AWS::AccountId"], "123456789012"),
            Vector(["Ref": "AWS::Partition"], "aws"), Vector(["Ref": "AWS::StackName"], "stack0"),
            Vector(["Ref": "AWS::URLSuffix"], "amazonaws.com"), Vector(["Ref": "AWS::NoValue"], nil),
            Vector(["Ref": "Table"], "things-x"), Vector(["Ref": "Function"], "do-things"),
            Vector(["Ref": "Topic"], "arn:aws:sns:us-east-1:123456789012:told"),
            Vector(
                ["Fn::GetAtt": ["Function", "Arn"]],
                "arn:aws:lambda:us-east-1:123456789012:function:do-things"
            ),
            Vector(["Fn::GetAtt": "Table.Arn"], "arn:aws:dynamodb:us-east-1:123456789012:table/things-x"),
            Vector(["Ref": "Live"], "arn:aws:lambda:us-east-1:123456789012:function:do-things:live"),
            Vector(["Fn::GetAtt": ["Role", "Arn"]], "arn:aws:iam::123456789012:role/runner"),
            Vector(["Fn::Sub": "a-${Name}-${Table.Arn}"], "a-x-arn:aws:dynamodb:us-east-1:123456789012:table/things-x"),
            Vector(["Fn::Sub": "${!Name} ${AWS::Region}$ ${ Name }"], "${Name} us-east-1$ x"),
            Vector(["Fn::Sub": ["${Own}/${Name}", ["Own": ["Ref": "Count"], "Name": "mine"]]], "3/mine"),
            Vector(["Fn::Join": ["-", ["a", ["Ref": "Name"], 1, true]]], "a-x-1-true"),
            Vector(["Fn::Join": [",", ["Ref": "Zones"]]], "a,b"),
            Vector(["Fn::Join": ["", ["a", ["Ref": "AWS::NoValue"], "b"]]], "ab"),
            Vector(["Fn::Select": ["1", ["Fn::Split": ["/", "a/b/c"]]]], "b"),
            Vector(["Fn::Select": [0, ["Ref": "Zones"]]], "a"), Vector(["Fn::Split": [",", ",a,"]], ["", "a", ""]),
            Vector(["Fn::If": ["IsX", "yes", ["Ref": "Missing"]]], "yes"),
            Vector(["Fn::If": ["IsNotX", ["Ref": "Missing"], "no"]], "no"),
            Vector(["Fn::If": ["Both", 1, 2]], 1), Vector(["Fn::If": ["Either", 1, 2]], 1),
            Vector(["a": ["Fn::If": ["IsX", ["Ref": "AWS::NoValue"], 1]], "b": 2], ["b": 2]),
            Vector([1, ["Ref": "AWS::NoValue"], 2], [1, 2]),
            Vector(["Fn::FindInMap": ["Sizes", ["Ref": "Name"], "memory"]], 512),
            Vector(["Fn::FindInMap": ["Sizes", "y", "memory", ["DefaultValue": 1]]], 1),
            Vector(["Fn::ImportValue": ["Fn::Sub": "${Name}-table"]], "imported-x"),
            Vector(["Fn::Base64": "hi"], "aGk="), Vector(["Fn::Length": ["Ref": "Zones"]], 2),
            Vector(["Fn::ToJsonString": ["a": ["Ref": "Name"]]], #"{"a":"x"}"#),
            Vector(["Ref": "Name", "other": 1], ["Ref": "Name", "other": 1]),
        ]
    }

    private static func stacks(_ probe: JSONValue, parameters: [String: String] = [:]) throws -> StackSet {
        try TestTemplate.stacks(
            [
                "Parameters": [
                    "Name": ["Type": "String", "Default": "x", "AllowedValues": ["x", "y"]],
                    "Count": ["Type": "Number", "Default": 3],
                    "Zones": ["Type": "CommaDelimitedList", "Default": "a, b"], "Unset": ["Type": "String"],
                ],
                "Mappings": ["Sizes": ["x": ["memory": 512]]],
                "Conditions": [
                    "IsX": ["Fn::Equals": [["Ref": "Name"], "x"]], "IsNotX": ["Fn::Not": [["Condition": "IsX"]]],
                    "Both": ["Fn::And": [["Condition": "IsX"], ["Fn::Equals": ["a", "a"]]]],
                    "Either": ["Fn::Or": [["Condition": "IsNotX"], ["Condition": "IsX"]]],
                    "Circle": ["Condition": "Circle"],
                ],
                "Resources": [
                    "Probe": ["Type": "Test::Probe", "Properties": ["Value": probe]],
                    "Function": ["Type": "AWS::Lambda::Function", "Properties": ["FunctionName": "do-things"]],
                    "Live": [
                        "Type": "AWS::Lambda::Alias",
                        "Properties": ["FunctionName": ["Ref": "Function"], "Name": "live"],
                    ],
                    "Table": [
                        "Type": "AWS::DynamoDB::Table", "Properties": ["TableName": ["Fn::Sub": "things-${Name}"]],
                    ],
                    "Role": ["Type": "AWS::IAM::Role", "Properties": ["RoleName": "runner"]],
                    "Topic": ["Type": "AWS::SNS::Topic", "Properties": ["TopicName": "told"]],
                    "Absent": ["Type": "AWS::DynamoDB::Table", "Condition": "IsNotX"],
                    "Ring": ["Type": "AWS::DynamoDB::Table", "Properties": ["TableName": "t"]],
                ],
            ],
            [
                "Parameters": ["Name": ["Type": "String", "Default": "x"]],
                "Resources": ["Own": ["Type": "AWS::DynamoDB::Table", "Properties": ["TableName": "imported-x"]]],
                "Outputs": [
                    "Table": ["Value": ["Ref": "Own"], "Export": ["Name": ["Fn::Sub": "${Name}-table"]]]
                ],
            ],
            parameters: parameters
        )
    }

    @Test("has the value CloudFormation gives it", arguments: Vector.all)
    func resolves(vector: Vector) throws {
        let probe = try #require(try Self.stacks(vector.value).resources(ofType: "Test::Probe").first)
        #expect(probe.properties["Value"] == vector.expected)
    }

    @Test("takes the values parameters are given, in each template that declares them")
    func takesParameters() throws {
        let stacks = try Self.stacks(["Fn::Sub": "${Name} ${Unset}"], parameters: ["Name": "y", "Unset": "now"])
        #expect(stacks.resources(ofType: "Test::Probe").first?.properties["Value"] == "y now")
    }

    @Test(
        "that cannot be resolved is an error that names template, resource and path",
        arguments: [
            (["Ref": "Rolle"], "\"Rolle\" is not declared", "Ref"),
            (["a": [["Fn::Sub": "x${Rolle}"]]], "\"Rolle\" is not declared", "a.0.Fn::Sub.${Rolle}"),
            (["Fn::GetAtt": ["Rolle", "Arn"]], "\"Rolle\" is not declared", "Fn::GetAtt"),
            (["Fn::GetAtt": ["Function", "Name"]], "no attribute \"Name\"", "Fn::GetAtt"),
            (["Ref": "Absent"], "its condition is false", "Ref"),
            (["Ref": "Unset"], "no value was given", "Ref"),
            (["Fn::ImportValue": "nothing"], "no template exports \"nothing\"", "Fn::ImportValue"),
            (["Fn::If": ["Nope", 1, 2]], "\"Nope\" is not declared", "Fn::If"),
            (["Fn::FindInMap": ["Sizes", "z", "memory"]], "no Sizes.z.memory", "Fn::FindInMap"),
            (["Fn::Select": [2, ["a", "b"]]], "not within", "Fn::Select"),
            (["Fn::Join": ["-", "a"]], "not a list", "Fn::Join.1"),
            (["Fn::Sub": "${Name"], "without its }", "Fn::Sub"),
            (["Fn::Transform": [:]], "does not know", "Fn::Transform"),
        ] as [(JSONValue, String, String)]
    )
    func failsWithPlace(value: JSONValue, message: String, path: String) throws {
        let error = #expect(throws: TemplateError.self) { try Self.stacks(value) }
        #expect(error?.template == "stack0.json")
        #expect(error?.resource == "Probe")
        #expect(error?.path == "Properties.Value.\(path)")
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test("that leads back to itself is an error, not an endless search")
    func findsCircles() throws {
        let circle = #expect(throws: TemplateError.self) { try Self.stacks(["Fn::If": ["Circle", 1, 2]]) }
        #expect(circle?.message == "refers back to itself")
        let named = #expect(throws: TemplateError.self) {
            try TestTemplate.stacks([
                "Resources": [
                    "A": ["Type": "AWS::DynamoDB::Table", "Properties": ["TableName": ["Ref": "B"]]],
                    "B": ["Type": "AWS::DynamoDB::Table", "Properties": ["TableName": ["Ref": "A"]]],
                ]
            ])
        }
        #expect(named?.message == "refers back to itself")
    }

    @Test("does not hide a parameter nobody declares, or a value that is not allowed")
    func checksParameters() throws {
        #expect(throws: TemplateError.self) { try Self.stacks(1, parameters: ["Naem": "x"]) }
        #expect(throws: TemplateError.self) { try Self.stacks(1, parameters: ["Name": "z"]) }
    }

    @Test("in DependsOn or in an output is checked too")
    func checksDependenciesAndOutputs() throws {
        let dependency = #expect(throws: TemplateError.self) {
            try TestTemplate.stacks(["Resources": ["A": ["Type": "Test::A", "DependsOn": ["B"]]]])
        }
        #expect(dependency?.path == "DependsOn")
        let output = #expect(throws: TemplateError.self) {
            try TestTemplate.stacks(["Outputs": ["O": ["Value": ["Ref": "Nothing"]]]])
        }
        #expect(output?.resource == "O")
    }
}
