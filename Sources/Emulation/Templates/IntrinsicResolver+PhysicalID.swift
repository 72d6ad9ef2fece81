import Cryptography
import JSON

// What the services would call a resource: the return values of `Ref` and `Fn::GetAtt` in each type's reference page.
extension IntrinsicResolver {
    /// What `Ref` gives for a resource.
    func physicalID(of id: String, at location: TemplateLocation) throws(TemplateError) -> String {
        let resource = try declared(id, at: location)
        let names = Names(resolver: self, id: id, resource: resource)
        switch resource.type {
        case "AWS::ApiGateway::RestApi": return hash(of: id, length: 10)
        case "AWS::ApiGateway::Resource", "AWS::ApiGateway::Authorizer", "AWS::ApiGateway::Deployment",
            "AWS::ApiGateway::GatewayResponse", "AWS::ApiGateway::RequestValidator":
            return hash(of: id, length: 6)
        case "AWS::ApiGateway::Stage": return try names.name("StageName")
        case "AWS::Lambda::Function": return try names.name("FunctionName")
        case "AWS::Lambda::Version": return try names.functionARN() + ":1"
        case "AWS::Lambda::Alias": return try names.functionARN() + ":" + names.name("Name")
        case "AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable": return try names.name("TableName")
        case "AWS::Logs::LogGroup": return try names.name("LogGroupName")
        case "AWS::IAM::Role": return try names.name("RoleName")
        case "AWS::IAM::ManagedPolicy":
            return context.globalARN("iam", "policy/" + (try names.name("ManagedPolicyName")))
        case "AWS::SecretsManager::Secret":
            return context.arn("secretsmanager", "secret:\(try names.name("Name"))-\(hash(of: id, length: 6))")
        case "AWS::SSM::Parameter": return try names.name("Name")
        case "AWS::KMS::Key": return names.uuid
        case "AWS::KMS::Alias": return try names.name("AliasName")
        case "AWS::S3::Bucket": return try names.name("BucketName").lowercased()
        case "AWS::SNS::Topic": return context.arn("sns", try names.name("TopicName"))
        case "AWS::SQS::Queue":
            return
                "https://sqs.\(context.region).\(context.urlSuffix)/\(context.accountID)/\(try names.name("QueueName"))"
        default: return try names.name("Name")
        }
    }

    /// What `Fn::GetAtt` gives for a resource. Of types that are nothing to the emulator any attribute has a made-up
    /// value.
    func physicalAttribute(
        _ attribute: String,
        of id: String,
        at location: TemplateLocation
    ) throws(TemplateError) -> String {
        let resource = try declared(id, at: location)
        let physicalID = try physicalID(of: id, at: location)
        switch (resource.type, attribute) {
        case ("AWS::ApiGateway::RestApi", "RootResourceId"): return hash(of: id + ".root", length: 10)
        case ("AWS::ApiGateway::RestApi", "RestApiId"), ("AWS::ApiGateway::Resource", "ResourceId"),
            ("AWS::ApiGateway::Authorizer", "AuthorizerId"), ("AWS::ApiGateway::Deployment", "DeploymentId"),
            ("AWS::ApiGateway::RequestValidator", "RequestValidatorId"), ("AWS::KMS::Key", "KeyId"),
            ("AWS::SecretsManager::Secret", "Id"), ("AWS::SNS::Topic", "TopicArn"), ("AWS::SQS::Queue", "QueueUrl"),
            ("AWS::Lambda::Alias", "AliasArn"), ("AWS::Lambda::Version", "FunctionArn"):
            return physicalID
        case ("AWS::Lambda::Version", "Version"): return "1"
        case ("AWS::Lambda::Function", "Arn"): return context.arn("lambda", "function:\(physicalID)")
        case ("AWS::DynamoDB::Table", "Arn"): return context.arn("dynamodb", "table/\(physicalID)")
        case ("AWS::DynamoDB::Table", "StreamArn"):
            return context.arn("dynamodb", "table/\(physicalID)/stream/2026-01-01T00:00:00.000")
        case ("AWS::Logs::LogGroup", "Arn"): return context.arn("logs", "log-group:\(physicalID):*")
        case ("AWS::IAM::Role", "Arn"): return context.globalARN("iam", "role/\(physicalID)")
        case ("AWS::IAM::Role", "RoleId"): return "AROA" + hash(of: id, length: 17).uppercased()
        case ("AWS::KMS::Key", "Arn"): return context.arn("kms", "key/\(physicalID)")
        case ("AWS::S3::Bucket", "Arn"): return "arn:\(context.partition):s3:::\(physicalID)"
        case ("AWS::SQS::Queue", "Arn"): return context.arn("sqs", String(physicalID.split(separator: "/").last ?? ""))
        case ("AWS::ApiGateway::RestApi", _), ("AWS::ApiGateway::Resource", _), ("AWS::ApiGateway::Authorizer", _),
            ("AWS::Lambda::Function", _), ("AWS::Lambda::Alias", _), ("AWS::Lambda::Version", _),
            ("AWS::DynamoDB::Table", "Name"), ("AWS::Logs::LogGroup", _):
            throw location.makeError("\(resource.type) has no attribute \"\(attribute)\"")
        case (let type, "Arn"): return context.arn(Self.service(of: type), "\(id)/\(physicalID)")
        default: return "\(physicalID).\(attribute)"
        }
    }

    private func declared(_ id: String, at location: TemplateLocation) throws(TemplateError) -> Template.Resource {
        guard let resource = try template.resource(id) else { throw location.makeError(Self.dangling(id)) }
        guard try exists(resource, at: TemplateLocation(template: template.name, resource: id)) else {
            throw location.makeError("\"\(id)\" is not created: its condition is false")
        }
        return resource
    }

    /// `AWS::WAFv2::WebACL` is of the service `wafv2`.
    private static func service(of type: String) -> String {
        let parts = type.split(separator: ":", omittingEmptySubsequences: true)
        return parts.count > 1 ? parts[1].lowercased() : "local"
    }

    /// Lower-case letters and digits that stay the same from run to run.
    func hash(of id: String, length: Int) -> String {
        let digest = SHA256.hash(Array("\(template.stackName)/\(id)".utf8))
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        return String(digest.prefix(length).map { alphabet[Int($0) % alphabet.count] })
    }
}

/// A resource's names: those its properties give, else generated as CloudFormation does.
private struct Names {
    let resolver: IntrinsicResolver
    let id: String
    let resource: Template.Resource

    /// The property's value, else `stack-LogicalId-HASH`.
    func name(_ property: String) throws(TemplateError) -> String {
        let location = TemplateLocation(template: resolver.template.name, resource: id, path: ["Properties", property])
        guard let value = resource.properties[property], let name = try resolver.resolve(value, at: location) else {
            return "\(resolver.template.stackName)-\(id)-\(resolver.hash(of: id, length: 12).uppercased())"
        }
        return try IntrinsicResolver.text(name, at: location)
    }

    /// The ARN of the function that a version or an alias belongs to, whose property may be a name or an ARN.
    func functionARN() throws(TemplateError) -> String {
        let name = try name("FunctionName")
        return name.hasPrefix("arn:") ? name : resolver.context.arn("lambda", "function:\(name)")
    }

    var uuid: String {
        let digits = Array(
            Hex.encode(Array(SHA256.hash(Array("\(resolver.template.stackName)/\(id)".utf8)).prefix(16)))
        )
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return groups.map { String(digits[$0]) }.joined(separator: "-")
    }
}
