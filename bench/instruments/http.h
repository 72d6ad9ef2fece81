// HTTP/1.1 messages as the instruments need them: cut out of a byte stream, in any split of it.
//
// For loopback measurements between programs that mean well, not for the open network: no limits, no folded headers.
#ifndef BENCH_HTTP_H
#define BENCH_HTTP_H

#include <stdbool.h>
#include <stddef.h>

// Bytes that grow; always followed by a zero that `count` does not include.
struct buffer {
    char *bytes;
    size_t count, capacity;
};

void buffer_reserve(struct buffer *buffer, size_t more);
void buffer_append(struct buffer *buffer, const void *bytes, size_t count);
void buffer_print(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buffer_clear(struct buffer *buffer);
void buffer_free(struct buffer *buffer);
// Appends a whole file; ends the program with a message when it can't be read.
void buffer_read_file(struct buffer *buffer, const char *path);

enum message_kind { MESSAGE_REQUEST, MESSAGE_RESPONSE };
enum message_state {
    MESSAGE_IN_HEAD, MESSAGE_IN_BODY, MESSAGE_IN_CHUNK_SIZE, MESSAGE_IN_CHUNK, MESSAGE_AFTER_CHUNK,
    MESSAGE_IN_TRAILERS, MESSAGE_COMPLETE, MESSAGE_MALFORMED,
};

// One message at a time, with the bytes that arrived behind it.
struct message {
    enum message_kind kind;
    enum message_state state;
    struct buffer input;  // as it arrived, the head in front
    size_t position;      // how much of the input has been read
    size_t head_size;     // start line and header, with the empty line
    size_t remaining;     // of the body or of the chunk
    bool chunked, must_close;
    int status;           // of a response
    struct buffer decoded;   // the body of a chunked message
    struct buffer trailers;  // of a chunked message
};

// Reads on; true when the message is complete. `state` tells a malformed one.
bool message_advance(struct message *message);
// Forgets a complete message and keeps what arrived behind it.
void message_next(struct message *message);
void message_free(struct message *message);

// The body so far; of a complete message all of it.
const char *message_body(const struct message *message, size_t *count);
// The value of a header in a block of lines, copied and cut to `capacity`; false when it is not there.
bool find_header(const char *lines, size_t count, const char *name, char *value, size_t capacity);
bool message_header(const struct message *message, const char *name, char *value, size_t capacity);
// Whether a request's start line begins with this, method included.
bool message_starts_with(const struct message *message, const char *text);

// The value of the first member of this name in a text of JSON, wherever it stands; NULL when there is none.
const char *json_member(const char *json, size_t count, const char *name);
bool contains(const char *bytes, size_t count, const char *text);
size_t occurrences(const char *bytes, size_t count, const char *text);

#endif
