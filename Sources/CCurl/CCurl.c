#include "CCurl.h"

#include <pthread.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static CURLcode outcome = CURLE_FAILED_INIT;
static int features;

static void initialize(void) {
    outcome = curl_global_init(CURL_GLOBAL_DEFAULT);
    // Asked once: each time, libcurl asks all the libraries it stands on.
    const curl_version_info_data *version = curl_version_info(CURLVERSION_NOW);
    features = version != NULL ? version->features : 0;
}

CURLcode ccurl_initialize(void) {
    // Not every build of libcurl guards curl_global_init itself (CURL_VERSION_THREADSAFE).
    pthread_once(&once, initialize);
    return outcome;
}

bool ccurl_has_http2(void) { return (features & CURL_VERSION_HTTP2) != 0; }

bool ccurl_has_deflate(void) { return (features & CURL_VERSION_LIBZ) != 0; }

bool ccurl_multi_next_done(void *multi, void **easy, CURLcode *result) {
    int remaining = 0;
    for (CURLMsg *message; (message = curl_multi_info_read(multi, &remaining)) != NULL;) {
        if (message->msg == CURLMSG_DONE) {
            *easy = message->easy_handle;
            *result = message->data.result;
            return true;
        }
    }
    return false;
}
