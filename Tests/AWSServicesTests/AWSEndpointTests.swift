import AWSServices
import POSIX
import Testing

@Suite("An endpoint")
struct AWSEndpointTests {
    func endpoint(_ environment: Environment, region: String = "eu-west-1") throws(AWSError) -> String {
        try AWSEndpoint(
            endpointPrefix: "secretsmanager",
            variableSuffix: "SECRETS_MANAGER",
            region: region,
            environment: environment
        ).url
    }

    @Test("is the service's own address in the region")
    func isTheServicesOwn() throws {
        #expect(try endpoint([:]) == "https://secretsmanager.eu-west-1.amazonaws.com")
        #expect(
            try endpoint(["AWS_ENDPOINT_URL_SSM": "http://localhost"])
                == "https://secretsmanager.eu-west-1.amazonaws.com"
        )
    }

    @Test("is what the service's variable says, then what the general one says")
    func followsTheVariables() throws {
        let general: Environment = ["AWS_ENDPOINT_URL": "http://127.0.0.1:4566/"]
        #expect(try endpoint(general) == "http://127.0.0.1:4566")
        // A region is not needed then.
        #expect(try endpoint(general, region: "") == "http://127.0.0.1:4566")
        var both = general
        both["AWS_ENDPOINT_URL_SECRETS_MANAGER"] = "https://vpce.example/base"
        #expect(try endpoint(both) == "https://vpce.example/base")
    }

    @Test(
        "is not accepted in the clear elsewhere, or in a form that readers of URLs disagree about",
        arguments: [
            "http://10.0.0.1", "http://dynamodb.example", "http://localhost.example", "http://localhost@evil.example",
            "ftp://localhost",
            "localhost:4566", "https://", "https://a b", "https://a/?x=1", "https://a/#x", "https://user@a.example",
            "http://127.0.0.1\r\nX: y",
        ]
    )
    func refusesOthers(url: String) {
        #expect(
            throws: AWSError.configuration(
                reason: "AWS_ENDPOINT_URL must be an https URL, or an http URL of this machine"
            )
        ) { try endpoint(["AWS_ENDPOINT_URL": url]) }
    }

    @Test("needs a region that is a label", arguments: ["", "eu-west-1.evil.example/", "EU", "eu west", "a@b"])
    func needsARegion(region: String) {
        #expect(throws: AWSError.configuration(reason: "the AWS region is missing or malformed")) {
            try endpoint([:], region: region)
        }
    }
}
