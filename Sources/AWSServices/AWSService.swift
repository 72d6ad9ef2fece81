/// A service that speaks AWS JSON: one URL, the operation in `X-Amz-Target`.
package struct AWSService: Sendable, Equatable {
    /// The first part of its host name.
    package let endpointPrefix: String
    /// The service in a signature's scope.
    package let signingName: String
    /// What follows `AWS_ENDPOINT_URL_` (AWS SDKs and Tools Reference Guide, "Service-specific endpoints").
    package let endpointVariableSuffix: String
    /// What stands before the operation's name in `X-Amz-Target`.
    package let targetPrefix: String
    /// `application/x-amz-json-1.0` or `-1.1`.
    package let contentType: String

    /// Amazon DynamoDB, API version 2012-08-10.
    package static let dynamoDB = AWSService(
        endpointPrefix: "dynamodb",
        signingName: "dynamodb",
        endpointVariableSuffix: "DYNAMODB",
        targetPrefix: "DynamoDB_20120810",
        contentType: "application/x-amz-json-1.0"
    )
    /// AWS Secrets Manager, API version 2017-10-17.
    package static let secretsManager = AWSService(
        endpointPrefix: "secretsmanager",
        signingName: "secretsmanager",
        endpointVariableSuffix: "SECRETS_MANAGER",
        targetPrefix: "secretsmanager",
        contentType: "application/x-amz-json-1.1"
    )
    /// AWS Systems Manager, API version 2014-11-06.
    package static let systemsManager = AWSService(
        endpointPrefix: "ssm",
        signingName: "ssm",
        endpointVariableSuffix: "SSM",
        targetPrefix: "AmazonSSM",
        contentType: "application/x-amz-json-1.1"
    )
}
