import CCrypto

/// Whether two byte strings are equal, in a time that does not depend on where they differ (`CRYPTO_memcmp`).
///
/// Their lengths are compared first, and may be learnt from the time it takes.
package func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return left.withUnsafeBufferPointer { left in
        right.withUnsafeBufferPointer { right in
            ccrypto_equal(left.baseAddress, right.baseAddress, left.count)
        }
    }
}
