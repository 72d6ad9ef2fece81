/// `AWS::IAM::*`.
package enum IAM {}

extension IAM {
    /// What a role may do to which resources.
    package struct Statement: Sendable {
        let actions: [String]
        let resources: [Text]

        /// Allows the actions on the resources, both of which IAM takes as patterns.
        package static func allow(_ actions: [String], on resources: [Text]) -> Statement {
            Statement(actions: actions, resources: resources)
        }

        fileprivate var value: PropertyValue {
            .object(["Effect": "Allow", "Action": .strings(actions), "Resource": .texts(resources)])
        }
    }

    /// `AWS::IAM::Role` for a service.
    package struct Role: ResourceProperties {
        package static let type = "AWS::IAM::Role"
        package enum Attribute: String, Sendable { case arn = "Arn" }

        /// The service that acts in the role, such as `lambda.amazonaws.com`.
        let service: String
        /// ARNs of policies kept by AWS.
        var managedPolicies: [Text] = []
        /// What the role may do beyond those.
        var statements: [Statement] = []

        package var properties: PropertyList {
            [
                "AssumeRolePolicyDocument": Self.document([
                    .object([
                        "Effect": "Allow", "Action": .strings(["sts:AssumeRole"]),
                        "Principal": .object(["Service": .text(Text(service))]),
                    ])
                ]),
                "ManagedPolicyArns": managedPolicies.isEmpty ? nil : .texts(managedPolicies),
                "Policies": statements.isEmpty ? nil : .list([inlinePolicy]),
            ]
        }

        private var inlinePolicy: PropertyValue {
            .object(["PolicyName": "Permissions", "PolicyDocument": Self.document(statements.map(\.value))])
        }

        private static func document(_ statements: [PropertyValue]) -> PropertyValue {
            .object(["Version": "2012-10-17", "Statement": .list(statements)])
        }
    }
}
