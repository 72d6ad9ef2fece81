/// `AWS::ApiGateway::*`: a REST API.
package enum APIGateway {}

extension APIGateway {
    /// `AWS::ApiGateway::RestApi`, a regional one.
    package struct RestAPI: ResourceProperties {
        package static let type = "AWS::ApiGateway::RestApi"
        package enum Attribute: String, Sendable { case rootResourceID = "RootResourceId" }

        /// What a client's TLS must be able to do.
        package enum SecurityPolicy: String, Sendable {
            /// TLS 1.3 and nothing older ("Supported security policies" of API Gateway's developer guide).
            case tls13 = "SecurityPolicy_TLS13_1_3_2025_09"
        }

        let name: Text
        let description: String
        let securityPolicy: SecurityPolicy

        package var properties: PropertyList {
            [
                "Name": .text(name),
                "Description": .text(Text(description)),
                "EndpointConfiguration": .object(["Types": .strings(["REGIONAL"])]),
                "SecurityPolicy": .text(Text(securityPolicy.rawValue)),
                // The host name must be the one TLS was asked for: no domain fronting.
                "EndpointAccessMode": "STRICT",
            ]
        }
    }

    /// `AWS::ApiGateway::Resource`: one segment of a path.
    package struct PathResource: ResourceProperties {
        package static let type = "AWS::ApiGateway::Resource"

        let api: Text
        let parent: Text
        let pathPart: String

        package var properties: PropertyList {
            ["RestApiId": .text(api), "ParentId": .text(parent), "PathPart": .text(Text(pathPart))]
        }
    }

    /// `AWS::ApiGateway::Authorizer` that is shown the whole request but for its body.
    package struct RequestAuthorizer: ResourceProperties {
        package static let type = "AWS::ApiGateway::Authorizer"

        let api: Text
        let name: Text
        let functionARN: Text

        package var properties: PropertyList {
            [
                "RestApiId": .text(api),
                "Name": .text(name),
                "Type": "REQUEST",
                "AuthorizerUri": .text(APIGateway.uri(functionARN, version: "2015-03-31", action: "invocations")),
                // A key may come in any of three headers. API Gateway answers 401 by itself unless every identity source
                // is there, so none of the three can be one; and what has no identity source can't be cached.
                "AuthorizerResultTtlInSeconds": 0,
            ]
        }
    }

    /// `AWS::ApiGateway::Account`: the region's one role for the logs of all its APIs.
    package struct Account: ResourceProperties {
        package static let type = "AWS::ApiGateway::Account"

        let cloudWatchRoleARN: Text

        package var properties: PropertyList { ["CloudWatchRoleArn": .text(cloudWatchRoleARN)] }
    }

    /// `AWS::ApiGateway::Deployment`: a snapshot of the API. It never changes; a changed API needs another one.
    package struct Deployment: ResourceProperties {
        package static let type = "AWS::ApiGateway::Deployment"

        let api: Text
        let description: String

        package var properties: PropertyList {
            ["RestApiId": .text(api), "Description": .text(Text(description))]
        }
    }

    /// The URI of an integration with a Lambda function.
    static func uri(_ functionARN: Text, version: String, action: String) -> Text {
        "arn:\(.partition):apigateway:\(.region):lambda:path/\(version)/functions/\(functionARN)/\(action)"
    }
}
