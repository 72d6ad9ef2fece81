import AWSSigning
package import POSIX

/// The base URL of a service in a region, without a final slash.
package struct AWSEndpoint: Sendable, Equatable {
    /// For example `https://dynamodb.eu-west-1.amazonaws.com`.
    package let url: String

    /// `AWS_ENDPOINT_URL_{SERVICE}`, then `AWS_ENDPOINT_URL`, else the service's own address.
    ///
    /// Throws `configuration` for a variable that is no plain URL, an http URL that does not lead to this machine,
    /// and a region that is no host name label: with signed requests that is where the data would go.
    package init(
        endpointPrefix: String,
        variableSuffix: String,
        region: String,
        environment: Environment
    ) throws(AWSError) {
        for variable in ["AWS_ENDPOINT_URL_\(variableSuffix)", "AWS_ENDPOINT_URL"] {
            guard let written = environment[variable] else { continue }
            guard EndpointRule.allows(written) else {
                throw .configuration(reason: "\(variable) must be an https URL, or an http URL of this machine")
            }
            url = EndpointRule.base(written)
            return
        }
        guard EndpointRule.isRegion(region) else {
            throw .configuration(reason: "the AWS region is missing or malformed")
        }
        url = "https://\(endpointPrefix).\(region).amazonaws.com"
    }
}
