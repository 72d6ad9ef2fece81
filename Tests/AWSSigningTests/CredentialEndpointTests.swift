import HTTP
import POSIX
import Testing

@testable import AWSSigning
@testable import HTTPClient

@Suite("Where credentials are asked for")
struct CredentialEndpointTests {
    @Test(
        "is, in a container, any host by https, and few in the clear",
        arguments: [
            "http://169.254.170.2/x", "http://169.254.170.23/v1/credentials", "http://[fd00:ec2::23]/v1/credentials",
            "http://localhost:8080/", "http://127.8.9.10/", "http://[::1]:80/", "https://example.com/x?y=z",
        ]
    )
    func allowsAContainersHosts(url: String) throws {
        #expect(try ContainerCredentialEndpoint(environment: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": url]).url == url)
    }

    @Test("is the ECS agent for a relative URI, which wins over a full one")
    func prefersTheRelativeURI() throws {
        let environment: Environment = [
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/credentials/id?a=b",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": "https://example.com/",
        ]
        #expect(
            try ContainerCredentialEndpoint(environment: environment).url
                == "http://169.254.170.2/v2/credentials/id?a=b"
        )
    }

    @Test(
        "is, on an instance, the metadata service's address of the mode that is asked for",
        arguments: [
            ([:], "http://169.254.169.254"),
            (["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv4"], "http://169.254.169.254"),
            (["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6"], "http://[fd00:ec2::254]"),
            (["AWS_EC2_METADATA_DISABLED": "false"], "http://169.254.169.254"),
            (["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:1338/"], "http://127.0.0.1:1338"),
            (["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://[fd00:ec2::254]/"], "http://[fd00:ec2::254]"),
            (
                [
                    "AWS_EC2_METADATA_SERVICE_ENDPOINT": "https://imds.example.com",
                    "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE": "IPv6",
                ], "https://imds.example.com"
            ),
        ]
    )
    func findsTheMetadataService(variables: [String: String], url: String) throws {
        #expect(try InstanceMetadataEndpoint(environment: Environment(variables)).url == url)
    }

    @Test(
        "is nowhere on an instance when that is switched off, and in Lambda",
        arguments: [
            ["AWS_EC2_METADATA_DISABLED": "TRUE"], ["AWS_LAMBDA_FUNCTION_NAME": "gateway"],
            ["AWS_LAMBDA_RUNTIME_API": "127.0.0.1:9001"],
        ]
    )
    func isNowhere(variables: [String: String]) {
        #expect(throws: CredentialError.notConfigured) {
            try InstanceMetadataEndpoint(environment: Environment(variables))
        }
    }

    @Test(
        "is not, on an instance, anywhere else in the clear, nor in a mode that does not exist",
        arguments: [
            ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://10.0.0.1"),
            ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://169.254.169.254.example.com"),
            ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://169.254.169.254@example.com"),
            ("AWS_EC2_METADATA_SERVICE_ENDPOINT", "169.254.169.254"),
            ("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv5"),
        ]
    )
    func refusesOthers(variable: String, value: String) {
        #expect(throws: CredentialError.refusedEndpoint(variable: variable)) {
            try InstanceMetadataEndpoint(environment: [variable: value])
        }
    }

    @Test("is asked in the clear exactly where no proxy comes between")
    func isAskedDirectly() {
        let urls =
            ContainerCredentialEndpoint.clearTextHosts.map { "http://\($0)" }
            + InstanceMetadataEndpoint.addresses.values + [ContainerCredentialEndpoint.agent]
        for url in urls { #expect(RequestTarget(url: url + "/")?.isDirect == true, "\(url)") }
        #expect(Set(urls.map { WireURL($0).host }) == RequestTarget.credentialHosts)
    }
}
