import AWSSigning
import Cryptography
import HTTP
import HTTPClient
import POSIX
import Testing

/// A request of AWS's public test suite for Signature Version 4 and its signature
/// (awslabs/aws-c-auth, tests/aws-signing-test-suite/v4, Apache-2.0).
///
/// Left out are the cases for rules this signer does not follow: paths that are not normalised (S3's rule, under
/// another service's name), a signed Content-Length, and a session token that is added after signing.
struct SuiteCase: Sendable, CustomTestStringConvertible {
    let name: String
    let method: Method
    let target: String
    let headers: [(name: String, value: String)]
    let token: String?
    let signature: String

    init(
        _ name: String,
        _ method: Method,
        _ target: String,
        headers: [(name: String, value: String)] = [],
        token: String? = nil,
        signature: String
    ) {
        self.name = name
        self.method = method
        self.target = target
        self.headers = headers
        self.token = token
        self.signature = signature
    }

    var testDescription: String { name }
}

@Suite("The signer, against AWS's public test suite")
struct SignerSuiteTests {
    static let unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    static let stsToken = """
        AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfp\
        SPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQ\
        DYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+s\
        cqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==
        """

    static let cases = [
        SuiteCase(
            "get-header-key-duplicate",
            .get,
            "/",
            headers: [("My-Header1", "value2"), ("My-Header1", "value2"), ("My-Header1", "value1")],
            signature: "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"
        ),
        SuiteCase(
            "get-header-value-multiline",
            .get,
            "/",
            headers: [("My-Header1", "value1\n  value2\n     value3")],
            signature: "cfd34249e4b1c8d6b91ef74165d41a32e5fab3306300901bb65a51a73575eefd"
        ),
        SuiteCase(
            "get-header-value-order",
            .get,
            "/",
            headers: [
                ("My-Header1", "value4"), ("My-Header1", "value1"), ("My-Header1", "value3"), ("My-Header1", "value2"),
            ],
            signature: "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01"
        ),
        SuiteCase(
            "get-header-value-trim",
            .get,
            "/",
            headers: [("My-Header1", " value1"), ("My-Header2", " \"a   b   c\"")],
            signature: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"
        ),
        SuiteCase(
            "get-relative-normalized",
            .get,
            "/example/..",
            signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
        ),
        SuiteCase(
            "get-relative-relative-normalized",
            .get,
            "/example1/example2/../..",
            signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
        ),
        SuiteCase(
            "get-slash-dot-slash-normalized",
            .get,
            "/./",
            signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
        ),
        SuiteCase(
            "get-slash-normalized",
            .get,
            "//",
            signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
        ),
        SuiteCase(
            "get-slash-pointless-dot-normalized",
            .get,
            "/./example",
            signature: "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5"
        ),
        SuiteCase(
            "get-slashes-normalized",
            .get,
            "//example//",
            signature: "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"
        ),
        SuiteCase(
            "get-space-normalized",
            .get,
            "/example space/",
            signature: "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"
        ),
        SuiteCase(
            "get-unreserved",
            .get,
            "/\(unreserved)",
            signature: "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"
        ),
        SuiteCase(
            "get-utf8",
            .get,
            "/ሴ",
            signature: "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"
        ),
        SuiteCase(
            "get-vanilla",
            .get,
            "/",
            signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
        ),
        SuiteCase(
            "get-vanilla-empty-query-key",
            .get,
            "/?Param1=value1",
            signature: "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb"
        ),
        SuiteCase(
            "get-vanilla-query",
            .get,
            "/",
            signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
        ),
        SuiteCase(
            "get-vanilla-query-order-encoded",
            .get,
            "/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1",
            signature: "371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac"
        ),
        SuiteCase(
            "get-vanilla-query-order-key-case",
            .get,
            "/?Param2=value2&Param1=value1",
            signature: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
        ),
        SuiteCase(
            "get-vanilla-query-unreserved",
            .get,
            "/?\(unreserved)=\(unreserved)",
            signature: "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197"
        ),
        SuiteCase(
            "get-vanilla-utf8-query",
            .get,
            "/?ሴ=bar",
            signature: "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"
        ),
        SuiteCase(
            "get-vanilla-with-session-token",
            .get,
            "/",
            token: "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267",
            signature: "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8"
        ),
        SuiteCase(
            "post-header-key-case",
            .post,
            "/",
            signature: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"
        ),
        SuiteCase(
            "post-header-key-sort",
            .post,
            "/",
            headers: [("My-Header1", "value1")],
            signature: "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"
        ),
        SuiteCase(
            "post-header-value-case",
            .post,
            "/",
            headers: [("My-Header1", "VALUE1")],
            signature: "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d"
        ),
        SuiteCase(
            "post-sts-header-before",
            .post,
            "/",
            token: stsToken,
            signature: "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"
        ),
        SuiteCase(
            "post-vanilla",
            .post,
            "/",
            signature: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"
        ),
        SuiteCase(
            "post-vanilla-empty-query-value",
            .post,
            "/?Param1=value1",
            signature: "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11"
        ),
        SuiteCase(
            "post-vanilla-query",
            .post,
            "/?Param1=value1",
            signature: "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11"
        ),
    ]

    @Test("makes the same signature", arguments: cases)
    func makesTheSameSignature(suiteCase: SuiteCase) {
        let credentials = Credentials(
            accessKeyID: "AKIDEXAMPLE",
            secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            sessionToken: suiteCase.token.map { Secret($0) }
        )
        var request = OutgoingRequest(
            method: suiteCase.method,
            url: "https://example.amazonaws.com\(suiteCase.target)"
        )
        for (name, value) in suiteCase.headers { request.headers.append(name, value) }
        Signer(service: "service", region: "us-east-1")
            .sign(&request, credentials: credentials, at: Timestamp(millisecondsSinceEpoch: 1_440_938_160_000))
        let names = request.headers.map { $0.name.lowercased() }.filter { $0 != "authorization" } + ["host"]
        let signedHeaders = Set(names).sorted().joined(separator: ";")
        #expect(
            request.headers["Authorization"] == """
                AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
                SignedHeaders=\(signedHeaders), Signature=\(suiteCase.signature)
                """
        )
    }
}
