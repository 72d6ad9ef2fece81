/// `AWS::Lambda::*`.
package enum Lambda {}

extension Lambda {
    /// `AWS::Lambda::Function` on the custom runtime.
    package struct Function: ResourceProperties {
        package static let type = "AWS::Lambda::Function"
        package enum Attribute: String, Sendable { case arn = "Arn" }

        /// Where the function's zip lies.
        struct Code: Sendable {
            let bucket: Text
            let key: Text
        }

        let name: Text
        let description: String
        let code: Code
        let architecture: Text
        let role: Text
        /// In MiB.
        let memorySize: Text
        let timeoutSeconds: Int
        let logGroup: Text
        let environment: [(name: String, value: Text)]

        package var properties: PropertyList {
            [
                "FunctionName": .text(name),
                "Description": .text(Text(description)),
                "Runtime": "provided.al2023",
                "Handler": "bootstrap",
                "Architectures": .texts([architecture]),
                "Code": .object(["S3Bucket": .text(code.bucket), "S3Key": .text(code.key)]),
                "Role": .text(role),
                "MemorySize": .text(memorySize),
                "Timeout": .integer(timeoutSeconds),
                "TracingConfig": .object(["Mode": "Active"]),
                "LoggingConfig": .object([
                    "LogFormat": "JSON",
                    // Above INFO Lambda would drop the lines that carry metrics: they have no level.
                    "ApplicationLogLevel": "INFO",
                    "SystemLogLevel": "INFO",
                    "LogGroup": .text(logGroup),
                ]),
                "Environment": .object([
                    "Variables": .object(PropertyList(environment.map { ($0.name, .text($0.value)) }))
                ]),
            ]
        }
    }

    /// `AWS::Lambda::Permission`: API Gateway may invoke a function.
    package struct APIGatewayPermission: ResourceProperties {
        package static let type = "AWS::Lambda::Permission"

        let functionName: Text
        /// On whose behalf: the ARN of methods or of an authorizer.
        let sourceARN: Text

        package var properties: PropertyList {
            [
                "FunctionName": .text(functionName),
                "Action": "lambda:InvokeFunction",
                "Principal": "apigateway.amazonaws.com",
                "SourceArn": .text(sourceARN),
            ]
        }
    }
}
