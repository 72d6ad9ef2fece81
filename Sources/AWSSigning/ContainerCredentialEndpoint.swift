import HTTP
import POSIX

/// Where a container's credentials are asked for: ECS (relative URI), EKS Pod Identity, Lambda SnapStart (full URI).
/// The rules are the AWS SDKs' (AWS SDKs and Tools Reference Guide, "Container credential provider").
struct ContainerCredentialEndpoint: Sendable, Equatable {
    private static let relativeVariable = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
    private static let fullVariable = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
    /// The ECS agent's address, which a relative URI refers to.
    static let agent = "http://169.254.170.2"
    /// Hosts beside loopback that may be asked without TLS: the ECS agent and EKS Pod Identity.
    static let clearTextHosts: Set<String> = ["169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"]

    let url: String

    /// Throws `notConfigured` when neither variable is set, `refusedEndpoint` when the host may not be asked.
    init(environment: Environment) throws(CredentialError) {
        if let path = environment[Self.relativeVariable] {
            // Without the slash the path would extend the host's name.
            guard path.utf8.first == UInt8(ascii: "/") else {
                throw .refusedEndpoint(variable: Self.relativeVariable)
            }
            url = Self.agent + path
        } else if let url = environment[Self.fullVariable] {
            guard Self.mayBeAsked(url) else { throw .refusedEndpoint(variable: Self.fullVariable) }
            self.url = url
        } else {
            throw .notConfigured
        }
    }

    private static func mayBeAsked(_ url: String) -> Bool {
        let url = WireURL(url)
        guard url.hasPlainAuthority else { return false }
        return switch url.scheme {
        case "https": true
        case "http": url.isLoopback || clearTextHosts.contains(url.host)
        default: false
        }
    }
}
