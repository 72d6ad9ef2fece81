import HTTP
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
            guard Self.isAllowed(written) else {
                throw .configuration(reason: "\(variable) must be an https URL, or an http URL of this machine")
            }
            url = written.hasSuffix("/") ? String(written.dropLast()) : written
            return
        }
        guard Self.isLabel(region) else { throw .configuration(reason: "the AWS region is missing or malformed") }
        url = "https://\(endpointPrefix).\(region).amazonaws.com"
    }

    private static func isAllowed(_ url: String) -> Bool {
        let parts = WireURL(url)
        guard parts.hasPlainAuthority, parts.query.isEmpty, !url.utf8.contains(UInt8(ascii: "#")),
            url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return false }
        return parts.scheme == "https" || (parts.scheme == "http" && parts.isLoopback)
    }

    private static func isLabel(_ region: String) -> Bool {
        !region.isEmpty
            && region.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
