/// Where the templates would be deployed: what the pseudo parameters say.
struct DeploymentContext: Sendable, Equatable {
    /// The account that the stand-ins for AWS use as well.
    static let localAccountID = "123456789012"

    /// Such as `us-east-1`.
    var region: String
    /// Twelve digits.
    var accountID: String

    init(region: String = "us-east-1", accountID: String = Self.localAccountID) {
        self.region = region
        self.accountID = accountID
    }

    /// `aws`, or the partition that the region's name tells.
    var partition: String {
        if region.hasPrefix("cn-") { return "aws-cn" }
        return region.hasPrefix("us-gov-") ? "aws-us-gov" : "aws"
    }

    /// The domain of the partition's endpoints.
    var urlSuffix: String { partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com" }

    /// An ARN of this account and region.
    func arn(_ service: String, _ resource: String) -> String {
        "arn:\(partition):\(service):\(region):\(accountID):\(resource)"
    }

    /// An ARN of a service that knows no regions, such as IAM.
    func globalARN(_ service: String, _ resource: String) -> String {
        "arn:\(partition):\(service)::\(accountID):\(resource)"
    }
}
