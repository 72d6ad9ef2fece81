#define _GNU_SOURCE
#include "http.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void buffer_reserve(struct buffer *buffer, size_t more) {
    size_t needed = buffer->count + more + 1;
    if (needed <= buffer->capacity) return;
    size_t capacity = buffer->capacity ? buffer->capacity : 4096;
    while (capacity < needed) capacity *= 2;
    char *bytes = realloc(buffer->bytes, capacity);
    if (!bytes) {
        perror("realloc");
        exit(2);
    }
    buffer->bytes = bytes;
    buffer->capacity = capacity;
}

void buffer_append(struct buffer *buffer, const void *bytes, size_t count) {
    buffer_reserve(buffer, count);
    if (count) memcpy(buffer->bytes + buffer->count, bytes, count);
    buffer->count += count;
    buffer->bytes[buffer->count] = 0;
}

void buffer_print(struct buffer *buffer, const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int count = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (count > 0) {
        buffer_reserve(buffer, (size_t)count);
        vsnprintf(buffer->bytes + buffer->count, (size_t)count + 1, format, again);
        buffer->count += (size_t)count;
    }
    va_end(again);
}

void buffer_clear(struct buffer *buffer) {
    buffer->count = 0;
    if (buffer->bytes) buffer->bytes[0] = 0;
}

void buffer_free(struct buffer *buffer) {
    free(buffer->bytes);
    *buffer = (struct buffer){0};
}

void buffer_read_file(struct buffer *buffer, const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(2);
    }
    char piece[65536];
    for (size_t count; (count = fread(piece, 1, sizeof piece, file)) > 0;) buffer_append(buffer, piece, count);
    fclose(file);
}

// Drops what has been read from the front of the input.
static void drop_read(struct message *message) {
    struct buffer *input = &message->input;
    size_t left = input->count - message->position;
    if (left && message->position) memmove(input->bytes, input->bytes + message->position, left);
    input->count = left;
    if (input->bytes) input->bytes[left] = 0;
    message->position = 0;
}

void message_next(struct message *message) {
    drop_read(message);
    message->state = MESSAGE_IN_HEAD;
    message->head_size = message->remaining = 0;
    message->chunked = message->must_close = false;
    message->status = 0;
    buffer_clear(&message->decoded);
    buffer_clear(&message->trailers);
}

void message_free(struct message *message) {
    buffer_free(&message->input);
    buffer_free(&message->decoded);
    buffer_free(&message->trailers);
}

bool find_header(const char *lines, size_t count, const char *name, char *value, size_t capacity) {
    size_t length = strlen(name);
    for (const char *line = lines, *end = lines + count; line < end;) {
        const char *next = memchr(line, '\n', (size_t)(end - line));
        const char *line_end = next ? next : end;
        if ((size_t)(line_end - line) > length && line[length] == ':' && !strncasecmp(line, name, length)) {
            const char *start = line + length + 1;
            while (start < line_end && (*start == ' ' || *start == '\t')) start++;
            while (line_end > start && (line_end[-1] == '\r' || line_end[-1] == ' ')) line_end--;
            size_t size = (size_t)(line_end - start);
            if (size >= capacity) size = capacity - 1;
            memcpy(value, start, size);
            value[size] = 0;
            return true;
        }
        if (!next) break;
        line = next + 1;
    }
    return false;
}

bool message_header(const struct message *message, const char *name, char *value, size_t capacity) {
    return message->head_size && find_header(message->input.bytes, message->head_size, name, value, capacity);
}

bool message_starts_with(const struct message *message, const char *text) {
    size_t length = strlen(text);
    return message->head_size >= length && !memcmp(message->input.bytes, text, length);
}

const char *message_body(const struct message *message, size_t *count) {
    if (message->chunked) {
        *count = message->decoded.count;
        return message->decoded.count ? message->decoded.bytes : "";
    }
    *count = message->head_size ? message->position - message->head_size : 0;
    return *count ? message->input.bytes + message->head_size : "";
}

static bool read_head(struct message *message) {
    char value[64];
    if (message->kind == MESSAGE_RESPONSE) {
        if (message->head_size < 12 || memcmp(message->input.bytes, "HTTP/1.", 7)) return false;
        message->status = atoi(message->input.bytes + 9);
    }
    message->must_close = message_header(message, "connection", value, sizeof value) && !strcasecmp(value, "close");
    if (message_header(message, "transfer-encoding", value, sizeof value)) {
        if (strcasecmp(value, "chunked")) return false;
        message->chunked = true;
        message->state = MESSAGE_IN_CHUNK_SIZE;
        return true;
    }
    if (message_header(message, "content-length", value, sizeof value)) message->remaining = strtoul(value, NULL, 10);
    // A response without either lasts until the connection ends: nobody whom these instruments talk to sends one.
    else if (message->kind == MESSAGE_RESPONSE && message->status != 204) return false;
    message->state = message->remaining ? MESSAGE_IN_BODY : MESSAGE_COMPLETE;
    return true;
}

// One step; false when bytes are missing.
static bool step(struct message *message) {
    char *start = message->input.bytes + message->position, *line_end;
    size_t available = message->input.count - message->position;
    switch (message->state) {
    case MESSAGE_IN_HEAD:
        if (!(line_end = memmem(start, available, "\r\n\r\n", 4))) return false;
        message->head_size = (size_t)(line_end - start) + 4;
        message->position = message->head_size;
        if (!read_head(message)) message->state = MESSAGE_MALFORMED;
        return true;
    case MESSAGE_IN_BODY:
    case MESSAGE_IN_CHUNK: {
        size_t count = available < message->remaining ? available : message->remaining;
        if (message->chunked) buffer_append(&message->decoded, start, count);
        message->position += count;
        message->remaining -= count;
        if (message->remaining) return false;
        message->state = message->chunked ? MESSAGE_AFTER_CHUNK : MESSAGE_COMPLETE;
        return true;
    }
    case MESSAGE_AFTER_CHUNK:
        if (available < 2) return false;
        message->position += 2;
        message->state = memcmp(start, "\r\n", 2) ? MESSAGE_MALFORMED : MESSAGE_IN_CHUNK_SIZE;
        return true;
    case MESSAGE_IN_CHUNK_SIZE: {
        if (!(line_end = memmem(start, available, "\r\n", 2))) return false;
        char *digits_end;
        message->remaining = strtoul(start, &digits_end, 16);
        message->position += (size_t)(line_end - start) + 2;
        message->state = message->remaining ? MESSAGE_IN_CHUNK : MESSAGE_IN_TRAILERS;
        if (digits_end == start) message->state = MESSAGE_MALFORMED;
        return true;
    }
    case MESSAGE_IN_TRAILERS: {
        if (!(line_end = memmem(start, available, "\r\n", 2))) return false;
        size_t count = (size_t)(line_end - start) + 2;
        message->position += count;
        if (count == 2) message->state = MESSAGE_COMPLETE;
        else buffer_append(&message->trailers, start, count);
        return true;
    }
    case MESSAGE_COMPLETE:
    case MESSAGE_MALFORMED: break;
    }
    return false;
}

bool message_advance(struct message *message) {
    while (message->state < MESSAGE_COMPLETE && message->input.count > message->position)
        if (!step(message)) break;
    return message->state == MESSAGE_COMPLETE;
}

const char *json_member(const char *json, size_t count, const char *name) {
    char quoted[80];
    int length = snprintf(quoted, sizeof quoted, "\"%s\"", name);
    const char *end = json + count;
    for (const char *found = json; (found = memmem(found, (size_t)(end - found), quoted, (size_t)length));) {
        found += length;
        while (found < end && *found == ' ') found++;
        if (found == end || *found != ':') continue;
        found++;
        while (found < end && *found == ' ') found++;
        return found < end ? found : NULL;
    }
    return NULL;
}

bool contains(const char *bytes, size_t count, const char *text) {
    return memmem(bytes, count, text, strlen(text)) != NULL;
}

size_t occurrences(const char *bytes, size_t count, const char *text) {
    size_t found = 0, length = strlen(text);
    const char *end = bytes + count;
    for (const char *at = bytes; (at = memmem(at, (size_t)(end - at), text, length)); at += length) found++;
    return found;
}
