import HTTP
import POSIX

/// Where an EC2 instance's metadata service is (AWS SDKs and Tools Reference Guide, "IMDS credential provider").
struct InstanceMetadataEndpoint: Sendable, Equatable {
    private static let endpointVariable = "AWS_EC2_METADATA_SERVICE_ENDPOINT"
    private static let modeVariable = "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"
    /// The service's own addresses, which may be asked without TLS: it has none.
    static let addresses = ["ipv4": "http://169.254.169.254", "ipv6": "http://[fd00:ec2::254]"]

    /// Without a final slash.
    let url: String

    /// Throws `notConfigured` when the service is switched off, and in Lambda, which has none: asking for it would cost
    /// seconds. Throws `refusedEndpoint` for a URL that may not be asked, and a mode that does not exist.
    init(environment: Environment) throws(CredentialError) {
        guard environment["AWS_EC2_METADATA_DISABLED"]?.lowercased() != "true",
            environment["AWS_LAMBDA_RUNTIME_API"] == nil, environment["AWS_LAMBDA_FUNCTION_NAME"] == nil
        else { throw .notConfigured }
        if let url = environment[Self.endpointVariable] {
            let base = EndpointRule.base(url)
            guard EndpointRule.allows(url) || Self.addresses.values.contains(base) else {
                throw .refusedEndpoint(variable: Self.endpointVariable)
            }
            self.url = base
        } else if let url = Self.addresses[environment[Self.modeVariable]?.lowercased() ?? "ipv4"] {
            self.url = url
        } else {
            throw .refusedEndpoint(variable: Self.modeVariable)
        }
    }
}
