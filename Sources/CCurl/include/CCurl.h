// libcurl as Swift can call it: curl_easy_setopt, curl_multi_setopt and curl_easy_getinfo are variadic, which Swift has
// no way to call, so each type of value has a function of its own here. Handles are `void *` throughout, whatever type a
// version of libcurl gives them.
#ifndef CCURL_H
#define CCURL_H

#include <stdbool.h>
#include <stddef.h>

// The macros behind the option names check types at the call, which the typed functions below do already.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

/// Receives `size * count` bytes of a body, or one line of a head.
typedef size_t (*ccurl_bytes_callback)(char *bytes, size_t size, size_t count, void *context);
/// Is called often while a transfer goes on, with bytes expected and passed in either direction.
typedef int (*ccurl_progress_callback)(
    void *context, curl_off_t expectedDown, curl_off_t down, curl_off_t expectedUp, curl_off_t up);
/// Is called when a connection is there and the request is about to be sent.
typedef int (*ccurl_ready_callback)(
    void *context, char *remoteAddress, char *localAddress, int remotePort, int localPort);

// MARK: Options of an easy handle, by the type of their value

static inline CURLcode ccurl_set_long(void *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_offset(void *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

/// libcurl copies the string; NULL takes the option back to its default.
static inline CURLcode ccurl_set_string(void *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

/// libcurl keeps the pointer: what it points to must live as long as the transfer.
static inline CURLcode ccurl_set_pointer(void *easy, CURLoption option, const void *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline CURLcode ccurl_set_bytes_callback(void *easy, CURLoption option, ccurl_bytes_callback callback) {
    return curl_easy_setopt(easy, option, callback);
}

static inline CURLcode ccurl_set_progress_callback(void *easy, ccurl_progress_callback callback) {
    return curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, callback);
}

static inline CURLcode ccurl_set_ready_callback(void *easy, ccurl_ready_callback callback) {
    return curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, callback);
}

// MARK: What a transfer was like

/// 0 when libcurl does not know.
static inline long ccurl_get_long(void *easy, CURLINFO info) {
    long value = 0;
    return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}

static inline void *ccurl_get_private(void *easy) {
    char *value = NULL;
    return curl_easy_getinfo(easy, CURLINFO_PRIVATE, &value) == CURLE_OK ? value : NULL;
}

// MARK: The multi handle

static inline CURLMcode ccurl_multi_set_long(void *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

/// Takes the next transfer that ended from the multi handle's messages; false when there is none.
bool ccurl_multi_next_done(void *multi, void **easy, CURLcode *result);

// MARK: The library

/// Prepares libcurl for this process, once; safe from any thread.
CURLcode ccurl_initialize(void);
/// Whether this libcurl speaks HTTP/2. Known after `ccurl_initialize`, as what follows.
bool ccurl_has_http2(void);
/// Whether this libcurl decodes gzip and deflate.
bool ccurl_has_deflate(void);

#endif
