import Cryptography
import Synchronization

/// Signing keys already derived: a key holds for a day, and deriving it takes four of the five MACs of a signature.
final class SigningKeyCache: Sendable {
    private struct Entry {
        let date: String
        let credentials: Credentials
        let key: [UInt8]
    }

    /// One identity is the rule; a second appears while credentials rotate.
    private static let maxEntries = 4

    private let service: String
    private let region: String
    private let entries = Mutex<[Entry]>([])

    init(service: String, region: String) {
        self.service = service
        self.region = region
    }

    /// The key of `date` ("20150830"); derived when it is not there, dropping the one used longest ago if there are
    /// many.
    func key(date: String, credentials: Credentials) -> [UInt8] {
        let known = entries.withLock { entries -> [UInt8]? in
            guard
                let index = entries.lastIndex(where: { entry in
                    entry.date == date && entry.credentials.accessKeyID == credentials.accessKeyID
                        && entry.credentials.secretAccessKey == credentials.secretAccessKey
                })
            else { return nil }
            let entry = entries.remove(at: index)
            entries.append(entry)
            return entry.key
        }
        if let known { return known }
        let key = derive(date: date, secret: credentials.secretAccessKey)
        entries.withLock { entries in
            if entries.count >= Self.maxEntries { entries.removeFirst() }
            entries.append(Entry(date: date, credentials: credentials, key: key))
        }
        return key
    }

    /// AWS Signature Version 4, "Derive a signing key for SigV4".
    private func derive(date: String, secret: Secret) -> [UInt8] {
        [date, region, service, "aws4_request"].reduce(Array("AWS4\(secret.exposed)".utf8)) { key, part in
            HMACSHA256.authenticate(Array(part.utf8), key: key)
        }
    }
}
