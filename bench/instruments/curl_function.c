// A function on Lambda made of libcurl and nothing else, to compare with: one kept connection to the Runtime API.
//
// Answers with a constant; with PROVIDER_URL and PROVIDER_KEY in the environment it posts the event's body there and
// answers with what comes back: about the least a gateway can cost. It checks, routes and counts nothing.
#define _GNU_SOURCE
#include "http.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ROOT "http://%s/2018-06-01/runtime/invocation/"
#define HEADERS "\"headers\":{\"content-type\":\"application/json\"}"
#define ANSWER "{\"statusCode\":200," HEADERS ",\"body\":\"{\\\"hello\\\":true}\"}"

static char request_id[64];

static size_t on_header(char *line, size_t size, size_t count, void *unused) {
    (void)unused;
    find_header(line, size * count, "lambda-runtime-aws-request-id", request_id, sizeof request_id);
    return size * count;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *buffer) {
    buffer_append(buffer, bytes, size * count);
    return size * count;
}

static struct curl_slist *make_headers(void) {
    return curl_slist_append(curl_slist_append(NULL, "Content-Type: application/json"), "Expect:");
}

static CURL *make_handle(struct curl_slist *headers, struct buffer *answer) {
    CURL *handle = curl_easy_init();
    if (!handle) exit(2);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, answer);
    return handle;
}

static void perform(CURL *handle, const char *url, const struct buffer *body) {
    curl_easy_setopt(handle, CURLOPT_URL, url);
    if (body) {
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body->bytes);
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, (long)body->count);
    } else {
        curl_easy_setopt(handle, CURLOPT_HTTPGET, 1L);
    }
    CURLcode code = curl_easy_perform(handle);
    if (code) {
        fprintf(stderr, "%s: %s\n", url, curl_easy_strerror(code));
        exit(1);
    }
}

// The event's member `body`, a string of JSON, as the text it stands for. Only the short escapes.
static void unescape_body(const struct buffer *event, struct buffer *body) {
    const char *at = json_member(event->bytes, event->count, "body");
    buffer_clear(body);
    buffer_reserve(body, event->count);
    if (!at || *at != '"') return;
    for (at++; *at && *at != '"'; at++) {
        char byte = *at;
        if (byte == '\\') byte = *++at == 'n' ? '\n' : *at == 't' ? '\t' : *at == 'r' ? '\r' : *at;
        body->bytes[body->count++] = byte;
    }
    body->bytes[body->count] = 0;
}

static void append_escaped(struct buffer *output, const struct buffer *text) {
    buffer_reserve(output, 2 * text->count);
    char *to = output->bytes + output->count;
    for (size_t index = 0; index < text->count; index++) {
        char byte = text->bytes[index];
        if (byte == '"' || byte == '\\' || byte == '\n') *to++ = '\\';
        *to++ = byte == '\n' ? 'n' : byte;
    }
    output->count = (size_t)(to - output->bytes);
}

int main(void) {
    const char *api_address = getenv("AWS_LAMBDA_RUNTIME_API"), *provider_url = getenv("PROVIDER_URL");
    const char *provider_key = getenv("PROVIDER_KEY");
    if (!api_address || curl_global_init(CURL_GLOBAL_NOTHING)) return 2;
    char next[256], answer_url[512], authorization[256];
    snprintf(next, sizeof next, ROOT "next", api_address);
    snprintf(authorization, sizeof authorization, "Authorization: Bearer %s", provider_key ? provider_key : "");
    struct curl_slist *headers = make_headers();
    struct curl_slist *provider_headers = curl_slist_append(make_headers(), authorization);
    struct buffer event = {0}, body = {0}, completion = {0}, answer = {0}, ignored = {0};
    CURL *api = make_handle(headers, &event), *provider = make_handle(provider_headers, &completion);
    curl_easy_setopt(api, CURLOPT_HEADERFUNCTION, on_header);
    for (;;) {
        buffer_clear(&event);
        buffer_clear(&completion);
        buffer_clear(&answer);
        buffer_clear(&ignored);
        curl_easy_setopt(api, CURLOPT_WRITEDATA, &event);
        perform(api, next, NULL);
        if (provider_url) {
            long status;
            unescape_body(&event, &body);
            perform(provider, provider_url, &body);
            curl_easy_getinfo(provider, CURLINFO_RESPONSE_CODE, &status);
            buffer_print(&answer, "{\"statusCode\":%ld," HEADERS ",\"body\":\"", status);
            append_escaped(&answer, &completion);
            buffer_print(&answer, "\"}");
        } else {
            buffer_print(&answer, ANSWER);
        }
        snprintf(answer_url, sizeof answer_url, ROOT "%s/response", api_address, request_id);
        curl_easy_setopt(api, CURLOPT_WRITEDATA, &ignored);
        perform(api, answer_url, &answer);
    }
}
