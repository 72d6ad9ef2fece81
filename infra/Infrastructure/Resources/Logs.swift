/// `AWS::Logs::*`.
package enum Logs {}

extension Logs {
    /// `AWS::Logs::LogGroup`.
    package struct LogGroup: ResourceProperties {
        package static let type = "AWS::Logs::LogGroup"
        package enum Attribute: String, Sendable {
            /// With `:*` at its end: the group's streams, as policies name them.
            case arn = "Arn"
        }

        let name: Text
        let retentionDays: PropertyValue

        package var properties: PropertyList {
            ["LogGroupName": .text(name), "RetentionInDays": retentionDays]
        }
    }
}
