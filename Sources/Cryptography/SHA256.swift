import CCrypto

/// SHA-256 (FIPS 180-4), by libcrypto.
package enum SHA256 {
    /// The length of a hash, in bytes.
    package static let byteCount = 32

    /// The 32 bytes of the hash of `bytes`.
    package static func hash(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: byteCount) { digest, count in
            let succeeded = bytes.withUnsafeBufferPointer { message in
                ccrypto_sha256(message.baseAddress, message.count, digest.baseAddress)
            }
            // No input leads here: libcrypto is missing its default provider, or the process is out of memory.
            precondition(succeeded, "libcrypto has no SHA-256")
            count = byteCount
        }
    }
}
