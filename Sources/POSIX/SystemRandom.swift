import Glibc

/// Random bytes from the kernel's generator, fit for keys.
package enum SystemRandom {
    /// So many unpredictable bytes. Uses getentropy(3), which is getrandom(2) in pieces of at most 256 bytes; it fails
    /// only on kernels without the call, and then the standard library's generator, which reads /dev/urandom, steps in.
    package static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let piece = min(256, count - filled)
                guard let base = buffer.baseAddress, getentropy(base + filled, piece) == 0 else { break }
                filled += piece
            }
            var generator = SystemRandomNumberGenerator()
            while filled < count {
                buffer.initializeElement(at: filled, to: UInt8.random(in: 0...255, using: &generator))
                filled += 1
            }
        }
    }
}
