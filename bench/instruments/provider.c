// A model provider on loopback that speaks OpenAI's chat completions and takes no time.
//
//     provider [--port N] [--key KEY] [--tokens N] [--delay-us N] [--token-delay-us N] [--writes each|one]
//
// Prints `ready http://127.0.0.1:PORT` once it listens. Answers POST …/chat/completions: with a whole completion, or,
// for a body with "stream": true, with an event for each token. How many tokens is the body's max_tokens, else
// --tokens (16). Each event of a stream is written by itself, as a provider's would arrive; with `--writes one` all
// of them at once. --delay-us is waited before every answer, --token-delay-us between the events of a stream.
// What is no such request is refused as OpenAI would (400, 401, 404): whoever checks the answers then finds out.
#define _GNU_SOURCE
#include "server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
    long port, tokens, delay, token_delay;
    bool writes_once;
    const char *key;
} options = {.tokens = 16};

// A stream that is being sent, or an answer that is held back.
struct stream {
    bool has_begun, is_stream, wants_usage;
    long tokens, sent;
};

static struct server server;

#define OBJECT(kind) "{\"id\":\"chatcmpl-bench\",\"object\":\"" kind "\",\"created\":1767225600,\"model\":\"bench\","
#define CHUNK OBJECT("chat.completion.chunk")
#define CHOICE(delta, reason) \
    CHUNK "\"choices\":[{\"index\":0,\"delta\":" delta ",\"logprobs\":null,\"finish_reason\":" reason "}]}"
#define FIRST_TOKEN CHOICE("{\"role\":\"assistant\",\"content\":\"token \"}", "null")
#define TOKEN CHOICE("{\"content\":\"token \"}", "null")
#define LAST CHOICE("{}", "\"stop\"")

static const char stream_head[] =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n"
    "Transfer-Encoding: chunked\r\n\r\n";

static void refuse(struct connection *connection, int status, const char *message) {
    struct buffer body = {0};
    buffer_print(
        &body, "{\"error\":{\"message\":\"%s\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}",
        message);
    connection_answer(&server, connection, status, "", body.bytes, body.count);
    buffer_free(&body);
}

// An event as one chunk of the chunked coding.
static void add_event(struct buffer *output, const char *data) {
    buffer_print(output, "%zx\r\ndata: %s\n\n\r\n", strlen(data) + 8, data);
}

static void send_whole(struct connection *connection, long tokens) {
    // It depends on nothing but the number of tokens.
    static struct buffer body;
    static long tokens_of_body = -1;
    if (tokens_of_body != tokens) {
        tokens_of_body = tokens;
        buffer_clear(&body);
        buffer_print(
            &body,
            OBJECT("chat.completion") "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"");
        for (long token = 0; token < tokens; token++) buffer_print(&body, "token ");
        buffer_print(
            &body,
            "\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":10,"
            "\"completion_tokens\":%ld,\"total_tokens\":%ld},\"system_fingerprint\":\"fp_bench\"}",
            tokens, tokens + 10);
    }
    connection_answer(&server, connection, 200, "", body.bytes, body.count);
}

static void add_end(struct buffer *output, const struct stream *stream) {
    add_event(output, LAST);
    if (stream->wants_usage) {
        char usage[512];
        snprintf(
            usage, sizeof usage,
            CHUNK "\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":%ld,\"total_tokens\":%ld}}",
            stream->tokens, stream->tokens + 10);
        add_event(output, usage);
    }
    add_event(output, "[DONE]");
    buffer_print(output, "0\r\n\r\n");
}

// Sends on; stops to wait between tokens where that was asked for.
static void send_stream(struct connection *connection, struct stream *stream) {
    static struct buffer output;
    buffer_clear(&output);
    if (!stream->has_begun) buffer_print(&output, "%s", stream_head);
    stream->has_begun = true;
    while (stream->sent < stream->tokens && !connection->is_dead) {
        add_event(&output, stream->sent++ == 0 ? FIRST_TOKEN : TOKEN);
        if (options.writes_once) continue;
        connection_send(&server, connection, output.bytes, output.count);
        buffer_clear(&output);
        if (options.token_delay) return connection_wait(&server, connection, now() + (uint64_t)options.token_delay);
    }
    add_end(&output, stream);
    connection_send(&server, connection, output.bytes, output.count);
}

static void answer(struct connection *connection) {
    struct stream *stream = connection->state;
    if (stream->is_stream) send_stream(connection, stream);
    else send_whole(connection, stream->tokens);
}

static void on_request(struct connection *connection) {
    const struct message *request = &connection->request;
    char authorization[256] = "";
    size_t count;
    const char *body = message_body(request, &count), *member;
    const char *line_end = memchr(request->input.bytes, '\r', request->head_size);
    if (!message_starts_with(request, "POST ") ||
        !contains(request->input.bytes, (size_t)(line_end - request->input.bytes), "/chat/completions HTTP/1.1"))
        return refuse(connection, 404, "POST /v1/chat/completions is all there is");
    message_header(request, "authorization", authorization, sizeof authorization);
    if (options.key && (strncmp(authorization, "Bearer ", 7) || strcmp(authorization + 7, options.key)))
        return refuse(connection, 401, "the key is wrong");
    if (!json_member(body, count, "model") || !json_member(body, count, "messages") || body[count - 1] != '}')
        return refuse(connection, 400, "model and messages are needed");
    struct stream *stream = connection->state;
    if (!stream) stream = connection->state = calloc(1, sizeof *stream);
    *stream = (struct stream){.tokens = options.tokens};
    if ((member = json_member(body, count, "max_tokens")) && atol(member) > 0) stream->tokens = atol(member);
    if ((member = json_member(body, count, "stream"))) stream->is_stream = !strncmp(member, "true", 4);
    if ((member = json_member(body, count, "include_usage"))) stream->wants_usage = !strncmp(member, "true", 4);
    if (options.delay) connection_wait(&server, connection, now() + (uint64_t)options.delay);
    else answer(connection);
}

static void on_close(struct connection *connection) { free(connection->state); }

int main(int count, char **arguments) {
    for (int index = 1; index < count; index += 2) {
        const char *name = arguments[index], *value = index + 1 < count ? arguments[index + 1] : "";
        if (!strcmp(name, "--port")) options.port = atol(value);
        else if (!strcmp(name, "--key")) options.key = value;
        else if (!strcmp(name, "--tokens")) options.tokens = atol(value);
        else if (!strcmp(name, "--delay-us")) options.delay = atol(value) * 1000;
        else if (!strcmp(name, "--token-delay-us")) options.token_delay = atol(value) * 1000;
        else if (!strcmp(name, "--writes")) options.writes_once = !strcmp(value, "one");
        else {
            fprintf(stderr, "provider: there is no option %s\n", name);
            return 2;
        }
    }
    server.on_request = on_request;
    server.on_due = answer;
    server.on_close = on_close;
    server_listen(&server, (uint16_t)options.port);
    server_run(&server);
}
