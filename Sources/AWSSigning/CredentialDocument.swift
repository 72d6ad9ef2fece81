import Cryptography
import JSON
import POSIX

/// The JSON in which a container's and an instance's endpoint give credentials (AWS SDKs and Tools Reference Guide,
/// "Container credential provider", "IMDS credential provider").
enum CredentialDocument {
    /// Reads the document. Throws `malformedResponse`, and `rejected` when it says why there are no credentials in it.
    static func credentials(in body: [UInt8]) throws(CredentialError) -> Credentials {
        var accessKeyID: String?
        var secretAccessKey: String?
        var token: String?
        var expiration: String?
        var code: String?
        do throws(JSONError) {
            var reader = JSONReader(body)
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "AccessKeyId": accessKeyID = try reader.readString()
                case "SecretAccessKey": secretAccessKey = try reader.readString()
                case "Token": token = try reader.readIfNull() ? nil : reader.readString()
                case "Expiration": expiration = try reader.readIfNull() ? nil : reader.readString()
                case "Code": code = try reader.readIfNull() ? nil : reader.readString()
                default: _ = try reader.skipValue()
                }
            }
            try reader.finish()
        } catch {
            throw .malformedResponse
        }
        // Instances answer "Success", containers nothing.
        if let code, code != "Success", isPlain(code) { throw .rejected(code: code) }
        guard let accessKeyID, let secretAccessKey else { throw .malformedResponse }
        let end = expiration.flatMap(Timestamp.init(iso8601:))
        // An end that cannot be read must not become "no end".
        guard (expiration == nil) == (end == nil) else { throw .malformedResponse }
        return Credentials(
            accessKeyID: accessKeyID,
            secretAccessKey: Secret(secretAccessKey),
            sessionToken: token.map { Secret($0) },
            expiration: end
        )
    }

    /// Whether an answer's code is one that can be shown: a name of letters.
    static func isPlain(_ code: String) -> Bool {
        !code.isEmpty && code.utf8.count <= 100
            && code.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                default: false
                }
            }
    }
}
