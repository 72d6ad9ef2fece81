import CCrypto

/// HMAC with SHA-256 (RFC 2104, FIPS 198-1), by libcrypto.
package enum HMACSHA256 {
    /// The length of an authentication code, in bytes.
    package static let byteCount = 32

    /// The 32 bytes of the authentication code of `message` under `key`; a key of any length is valid.
    ///
    /// Compare a code somebody sent with `constantTimeEqual(_:_:)` only.
    package static func authenticate(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: byteCount) { code, count in
            let succeeded = key.withUnsafeBufferPointer { key in
                message.withUnsafeBufferPointer { message in
                    ccrypto_hmac_sha256(
                        key.baseAddress,
                        key.count,
                        message.baseAddress,
                        message.count,
                        code.baseAddress
                    )
                }
            }
            // No input leads here: libcrypto is missing its default provider, or the process is out of memory.
            precondition(succeeded, "libcrypto has no HMAC-SHA-256")
            count = byteCount
        }
    }
}
