import AWSSigning
import Cryptography
import HTTP
import HTTPClient
import POSIX
import Testing

@Suite("The signer")
struct SignerRuleTests {
    let credentials = Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret")
    let time = Timestamp(millisecondsSinceEpoch: 1_440_938_160_000)

    func canonicalLines(_ url: String, headers: HeaderFields = [:], service: String = "service") -> [String] {
        let request = OutgoingRequest(method: .get, url: url, headers: headers)
        return Signer(service: service, region: "us-east-1").canonicalRequest(request).text
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test(
        "does not sign what others may change or the client adds",
        arguments: [
            "User-Agent", "Content-Length", "Expect", "Transfer-Encoding", "X-Amzn-Trace-Id", "Authorization",
            "Connection",
            "traceparent", "amz-sdk-request", "AMZ-SDK-INVOCATION-ID",
        ]
    )
    func leavesHeadersUnsigned(name: String) {
        #expect(
            canonicalLines("https://a.example/", headers: [name: "x", "Accept": "y"])
                == canonicalLines("https://a.example/", headers: ["Accept": "y"])
        )
    }

    @Test(
        "signs the host as it is sent",
        arguments: [
            ("https://a.example/", "a.example"), ("https://a.example:443/", "a.example"),
            ("http://a.example:80/", "a.example"), ("https://a.example:80/", "a.example:80"),
            ("http://127.0.0.1:8000", "127.0.0.1:8000"), ("http://[::1]:8000/x", "[::1]:8000"),
            ("https://user:password@a.example/", "a.example"), ("https://a.example?x=1", "a.example"),
        ]
    )
    func signsTheHost(url: String, host: String) {
        #expect(canonicalLines(url).contains("host:\(host)"))
    }

    @Test("signs the Host header when there is one")
    func signsTheHostHeader() {
        let lines = canonicalLines("https://a.example/", headers: ["HOST": "b.example"])
        #expect(lines.filter { $0.hasPrefix("host:") } == ["host:b.example"])
    }

    @Test("collapses white space in header values, trims them and joins repeats in their order")
    func canonicalisesHeaders() {
        var headers: HeaderFields = [:]
        headers.append("X-B", "  two \t  words  ")
        headers.append("x-a", "z")
        headers.append("X-b", "a")
        headers.append("X-Empty", "")
        let lines = canonicalLines("https://a.example/", headers: headers)
        #expect(Array(lines[3...6]) == ["host:a.example", "x-a:z", "x-b:two words,a", "x-empty:"])
        #expect(lines[8] == "host;x-a;x-b;x-empty")
    }

    @Test(
        "sorts the query by encoded name, then by encoded value",
        arguments: [
            ("b=1&a=2", "a=2&b=1"), ("a=2&a=10&a=1", "a=1&a=10&a=2"), ("a", "a="), ("a&a=1&=x", "=x&a=&a=1"),
            // Encoded, "{" comes before "-"; as the character it is, it would come after "B".
            ("a%7b=1&a-=1&aB=1", "a%7B=1&a-=1&aB=1"), ("a=x%20y&b=1+1", "a=x%20y&b=1%2B1"), ("a=b=c", "a=b%3Dc"),
            ("%41=%7e", "A=~"), ("a=100%", "a=100%25"), ("&&a=1&", "a=1"), ("", ""),
        ]
    )
    func sortsTheQuery(query: String, canonical: String) {
        #expect(canonicalLines("https://a.example/?\(query)")[2] == canonical)
    }

    @Test(
        "encodes the wire path once more",
        arguments: [
            ("/model/a%3A0/converse", "/model/a%253A0/converse"), ("/a b", "/a%20b"), ("", "/"), ("/a/../../b/", "/b/"),
            ("/a/b/..", "/a"), ("/..", "/"), ("/a/./b", "/a/b"), ("/a//b", "/a/b"), ("/...", "/..."),
            ("/a;b=c,d@e", "/a%3Bb%3Dc%2Cd%40e"),
        ]
    )
    func encodesThePathAgain(path: String, canonical: String) {
        #expect(canonicalLines("https://a.example\(path)")[1] == canonical)
    }

    @Test("leaves the path of S3 as it is sent, and sends the hash of the body")
    func followsTheRulesOfS3() {
        #expect(canonicalLines("https://a.example/a%3A//./b", service: "s3")[1] == "/a%3A//./b")
        var request = OutgoingRequest(method: .put, url: "https://a.example/x", body: Array("abc".utf8))
        Signer(service: "s3", region: "us-east-1").sign(&request, credentials: credentials, at: time)
        let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(request.headers["X-Amz-Content-Sha256"] == hash)
        #expect(request.headers["Authorization"]?.contains("host;x-amz-content-sha256;x-amz-date") == true)
    }

    @Test("replaces what an earlier signature left")
    func replacesAnEarlierSignature() {
        let signer = Signer(service: "service", region: "us-east-1")
        var request = OutgoingRequest(method: .get, url: "https://a.example/")
        var temporary = credentials
        temporary.sessionToken = "token"
        signer.sign(&request, credentials: temporary, at: time)
        #expect(request.headers["X-Amz-Security-Token"] == "token")
        let later = time.advanced(byMilliseconds: 3_600_000)
        signer.sign(&request, credentials: credentials, at: later)
        var fresh = OutgoingRequest(method: .get, url: "https://a.example/")
        signer.sign(&fresh, credentials: credentials, at: later)
        #expect(!request.headers.contains("X-Amz-Security-Token"))
        #expect(request.headers.values(of: "X-Amz-Date") == ["20150830T133600Z"])
        #expect(request.headers.values(of: "Authorization") == fresh.headers.values(of: "Authorization"))
    }

    @Test("does not reuse a signing key for another day, key or secret")
    func keepsSigningKeysApart() {
        let signer = Signer(service: "service", region: "us-east-1")
        var other = credentials
        other.secretAccessKey = "other"
        let nextDay = time.advanced(byMilliseconds: 86_400_000)
        let inputs = [(credentials, time), (other, time), (credentials, nextDay), (other, nextDay)]
        let fresh = inputs.map { credentials, time in
            Signer(service: "service", region: "us-east-1").signature(of: "x", credentials: credentials, at: time)
        }
        #expect(Set(fresh).count == 4)
        // Twice, so that the second round finds every key in the cache; then with more keys than it holds.
        for _ in 0..<2 {
            #expect(inputs.map { signer.signature(of: "x", credentials: $0, at: $1) } == fresh)
        }
        for day in 2..<20 {
            let time = time.advanced(byMilliseconds: Int64(day) * 86_400_000)
            _ = signer.signature(of: "x", credentials: credentials, at: time)
        }
        #expect(inputs.map { signer.signature(of: "x", credentials: $0, at: $1) } == fresh)
    }
}
