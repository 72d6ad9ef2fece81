#include "CCrypto.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

static CRYPTO_ONCE once = CRYPTO_ONCE_STATIC_INIT;
static EVP_MD *sha256;
// A MAC context that knows its digest and has no key yet. It is only ever copied, so threads may share it.
static EVP_MAC_CTX *hmac_sha256;

// What is fetched here lives as long as the process.
static void fetch(void) {
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    EVP_MAC *hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    if (hmac == NULL) {
        return;
    }
    EVP_MAC_CTX *context = EVP_MAC_CTX_new(hmac);
    EVP_MAC_free(hmac);
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, "SHA256", 0),
        OSSL_PARAM_construct_end(),
    };
    if (context != NULL && EVP_MAC_CTX_set_params(context, parameters) == 1) {
        hmac_sha256 = context;
    } else {
        EVP_MAC_CTX_free(context);
    }
}

bool ccrypto_sha256(const uint8_t *bytes, size_t count, uint8_t *digest) {
    if (CRYPTO_THREAD_run_once(&once, fetch) != 1 || sha256 == NULL) {
        return false;
    }
    return EVP_Digest(bytes, count, digest, NULL, sha256, NULL) == 1;
}

bool ccrypto_hmac_sha256(
    const uint8_t *key, size_t keyCount, const uint8_t *bytes, size_t count, uint8_t *code) {
    if (CRYPTO_THREAD_run_once(&once, fetch) != 1 || hmac_sha256 == NULL) {
        return false;
    }
    EVP_MAC_CTX *context = EVP_MAC_CTX_dup(hmac_sha256);
    if (context == NULL) {
        return false;
    }
    // To EVP_MAC_init a null key means "keep the key there is": an empty one must not be null.
    const uint8_t *start = key != NULL ? key : (const uint8_t *)"";
    size_t written = 0;
    bool succeeded = EVP_MAC_init(context, start, keyCount, NULL) == 1
        && (count == 0 || EVP_MAC_update(context, bytes, count) == 1)
        && EVP_MAC_final(context, code, &written, CCRYPTO_SHA256_LENGTH) == 1 && written == CCRYPTO_SHA256_LENGTH;
    EVP_MAC_CTX_free(context);
    return succeeded;
}

bool ccrypto_equal(const uint8_t *left, const uint8_t *right, size_t count) {
    return count == 0 || CRYPTO_memcmp(left, right, count) == 0;
}
