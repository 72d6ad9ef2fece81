import AWSSigning
import Cryptography
import HTTP
import HTTPClient
import POSIX
import Testing

@Suite("The signer, against botocore's golden vectors")
struct SignerGoldenTests {
    let credentials = Credentials(
        accessKeyID: "AKIDEXAMPLE",
        secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        sessionToken: "SESSIONTOKENEXAMPLE"
    )
    let time = Timestamp(millisecondsSinceEpoch: 1_440_938_160_000)

    @Test("makes the same canonical request, string to sign and Authorization header", arguments: GoldenVector.all)
    func matchesEveryStage(vector: GoldenVector) {
        let signer = Signer(service: vector.service, region: "us-east-1")
        var request = OutgoingRequest(
            method: .post,
            url: vector.url,
            headers: vector.headers,
            body: Array(vector.body.utf8)
        )
        signer.sign(&request, credentials: credentials, at: time)
        let canonical = signer.canonicalRequest(request)
        #expect(canonical.text == vector.canonicalRequest)
        let stringToSign = signer.stringToSign(canonical, at: time)
        #expect(stringToSign == vector.stringToSign)
        #expect(request.headers.values(of: "Authorization") == [vector.authorization])
        #expect(
            vector.authorization.hasSuffix(
                "Signature=\(signer.signature(of: stringToSign, credentials: credentials, at: time))"
            )
        )
        #expect(request.headers["X-Amz-Date"] == "20150830T123600Z")
        #expect(request.headers["X-Amz-Security-Token"] == "SESSIONTOKENEXAMPLE")
    }
}
