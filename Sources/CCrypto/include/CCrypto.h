// The few functions of libcrypto (OpenSSL 3) the product uses, with algorithms fetched once for the process:
// OpenSSL 3's one-shot calls look the algorithm up by name every time, which costs as much as hashing 300 bytes
// (https://docs.openssl.org/3.0/man7/crypto/#performance).
#ifndef CCRYPTO_H
#define CCRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CCRYPTO_SHA256_LENGTH 32

/// Writes the SHA-256 of `count` bytes to `digest` (CCRYPTO_SHA256_LENGTH bytes). False only when libcrypto cannot
/// work at all: no provider, no memory.
bool ccrypto_sha256(const uint8_t *bytes, size_t count, uint8_t *digest);

/// Writes the HMAC-SHA-256 of `count` bytes under `key` to `code` (CCRYPTO_SHA256_LENGTH bytes). A key of any length,
/// none included, is valid. False only when libcrypto cannot work at all.
bool ccrypto_hmac_sha256(
    const uint8_t *key, size_t keyCount, const uint8_t *bytes, size_t count, uint8_t *code);

/// Whether two runs of `count` bytes are equal, in a time that does not depend on where they differ.
bool ccrypto_equal(const uint8_t *left, const uint8_t *right, size_t count);

#endif
