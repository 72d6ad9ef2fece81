// AWS on loopback as far as a chat needs it: the item of one virtual key in DynamoDB, and secrets. It takes no time.
//
//     aws --key-hash HEX [--port N] [--table NAME] [--secret NAME=VALUE]... [--settles]
//
// Prints `ready http://127.0.0.1:PORT` once it listens.
//
//   GetItem         the key's record; nothing for any other key
//   UpdateItem      counts a request and returns the record as it is then; for any other key the condition fails.
//                   With --settles the record has a counter of a minute long ago too, so that settlement has
//                   something to remove: in life the first request after a minute without any does
//   GetSecretValue  the value of a secret whose name or ARN contains NAME
//
// Every request must be signed, name its operation and carry what the operation needs; what is not is refused as the
// service would, and ends as a wrong answer of the function under test. Answers carry DynamoDB's x-amz-crc32.
#define _GNU_SOURCE
#include "server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SECRETS = 8, ID_LENGTH = 32, HASH_LENGTH = 64 };

static struct {
    long port;
    const char *key_hash, *table;
    char *secret_names[SECRETS], *secret_values[SECRETS];
    int secrets;
    bool settles;
} options;

static struct server server;
static struct buffer body;
static uint32_t crc_table[256];
static long counted;

// CRC-32 as zlib's (ISO 3309).
static void make_crc_table(void) {
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t value = byte;
        for (int bit = 0; bit < 8; bit++) value = value & 1 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
        crc_table[byte] = value;
    }
}

static uint32_t crc32(const char *bytes, size_t count) {
    uint32_t value = 0xFFFFFFFF;
    for (size_t index = 0; index < count; index++)
        value = crc_table[(value ^ (unsigned char)bytes[index]) & 0xFF] ^ (value >> 8);
    return ~value;
}

static void answer(struct connection *connection, int status) {
    char header[64];
    snprintf(header, sizeof header, "x-amz-crc32: %u\r\n", crc32(body.bytes, body.count));
    connection_answer(&server, connection, status, header, body.bytes, body.count);
}

static void refuse(struct connection *connection, const char *type, const char *message) {
    buffer_clear(&body);
    buffer_print(&body, "{\"__type\":\"com.amazonaws#%s\",\"message\":\"%s\"}", type, message);
    answer(connection, 400);
}

// Signature Version 4: the algorithm, a scope, the headers that must be signed, 64 hexadecimal digits.
static bool is_signed(const struct message *request) {
    char authorization[1024], date[32];
    if (!message_header(request, "authorization", authorization, sizeof authorization) ||
        !message_header(request, "x-amz-date", date, sizeof date) || strlen(date) != 16)
        return false;
    const char *scope = strstr(authorization, "AWS4-HMAC-SHA256 Credential=");
    const char *names = strstr(authorization, "SignedHeaders="), *signature = strstr(authorization, "Signature=");
    return scope == authorization && strstr(scope, "/aws4_request,") && names && strstr(names, "host;") &&
           strstr(names, "x-amz-date") && strstr(names, "x-amz-target") && signature &&
           strspn(signature + 10, "0123456789abcdef") == 64;
}

// The attributes of the key's record. `counter` is a further attribute, or NULL.
static void add_record(const char *counter, size_t counter_length) {
    buffer_print(
        &body,
        "{\"apiKeyId\":{\"S\":\"%.*s\"},\"apiKeyHash\":{\"S\":\"%s\"},\"keyName\":{\"S\":\"sk-...bench\"},"
        "\"userId\":{\"S\":\"bench\"},\"models\":{\"L\":[]},\"active\":{\"BOOL\":true},"
        "\"createdAt\":{\"S\":\"2026-01-01T00:00:00Z\"},\"metadata\":{\"S\":\"{}\"},"
        "\"rateLimit\":{\"M\":{\"requestsPerMinute\":{\"N\":\"1000000000\"}}}",
        ID_LENGTH, options.key_hash, options.key_hash);
    if (counter) buffer_print(&body, ",\"%.*s\":{\"N\":\"%ld\"}", (int)counter_length, counter, ++counted);
    if (counter && options.settles) buffer_print(&body, ",\"requestsInMinute#1\":{\"N\":\"1\"}");
    buffer_print(&body, "}");
}

// Whether the request's Key names the one record there is.
static bool names_record(const char *json, size_t count) {
    char key[80];
    snprintf(key, sizeof key, "\"apiKeyId\":{\"S\":\"%.*s\"}", ID_LENGTH, options.key_hash);
    return contains(json, count, key);
}

static void get_item(struct connection *connection, const char *json, size_t count) {
    buffer_clear(&body);
    buffer_print(&body, "{");
    if (names_record(json, count)) {
        buffer_print(&body, "\"Item\":");
        add_record(NULL, 0);
    }
    buffer_print(&body, "}");
    answer(connection, 200);
}

static void update_item(struct connection *connection, const char *json, size_t count) {
    if (!json_member(json, count, "UpdateExpression") || !json_member(json, count, "ConditionExpression"))
        return refuse(connection, "ValidationException", "an update and its condition are needed");
    if (!names_record(json, count))
        return refuse(connection, "ConditionalCheckFailedException", "The conditional request failed");
    const char *wanted = json_member(json, count, "ReturnValues");
    const char *counter = json_member(json, count, "#counter");
    buffer_clear(&body);
    buffer_print(&body, "{");
    if (wanted && !strncmp(wanted, "\"ALL_NEW\"", 9)) {
        if (!counter || *counter != '"') return refuse(connection, "ValidationException", "#counter is needed");
        buffer_print(&body, "\"Attributes\":");
        add_record(counter + 1, strcspn(counter + 1, "\""));
    }
    buffer_print(&body, "}");
    answer(connection, 200);
}

static void get_secret_value(struct connection *connection, const char *json, size_t count) {
    const char *id = json_member(json, count, "SecretId");
    for (int index = 0; id && index < options.secrets; index++) {
        if (!contains(id, strcspn(id + 1, "\"") + 1, options.secret_names[index])) continue;
        buffer_clear(&body);
        // The value is JSON's own or has nothing to escape but quotes.
        buffer_print(&body, "{\"Name\":\"%s\",\"SecretString\":\"", options.secret_names[index]);
        for (const char *at = options.secret_values[index]; *at; at++)
            buffer_print(&body, *at == '"' || *at == '\\' ? "\\%c" : "%c", *at);
        buffer_print(&body, "\"}");
        return answer(connection, 200);
    }
    refuse(connection, "ResourceNotFoundException", "there is no such secret");
}

static void on_request(struct connection *connection) {
    char target[128] = "", type[64] = "";
    size_t count;
    const char *json = message_body(&connection->request, &count);
    message_header(&connection->request, "x-amz-target", target, sizeof target);
    message_header(&connection->request, "content-type", type, sizeof type);
    if (!message_starts_with(&connection->request, "POST / ") || strncmp(type, "application/x-amz-json-1.", 25))
        return refuse(connection, "SerializationException", "POST / with x-amz-json is all there is");
    if (!is_signed(&connection->request))
        return refuse(connection, "MissingAuthenticationTokenException", "the request is not signed");
    if (!strcmp(target, "secretsmanager.GetSecretValue")) return get_secret_value(connection, json, count);
    const char *table = json_member(json, count, "TableName");
    if (options.table && (!table || strncmp(table + 1, options.table, strlen(options.table))))
        return refuse(connection, "ResourceNotFoundException", "there is no such table");
    if (!strcmp(target, "DynamoDB_20120810.GetItem")) return get_item(connection, json, count);
    if (!strcmp(target, "DynamoDB_20120810.UpdateItem")) return update_item(connection, json, count);
    refuse(connection, "UnknownOperationException", target);
}

static bool add_secret(char *text) {
    char *separator = strchr(text, '=');
    if (!separator || options.secrets == SECRETS) return false;
    *separator = 0;
    options.secret_names[options.secrets] = text;
    options.secret_values[options.secrets++] = separator + 1;
    return true;
}

int main(int count, char **arguments) {
    for (int index = 1; index < count; index++) {
        const char *name = arguments[index];
        if (!strcmp(name, "--settles")) {
            options.settles = true;
            continue;
        }
        char *value = index + 1 < count ? arguments[++index] : "";
        if (!strcmp(name, "--port")) options.port = atol(value);
        else if (!strcmp(name, "--key-hash")) options.key_hash = value;
        else if (!strcmp(name, "--table")) options.table = value;
        else if (strcmp(name, "--secret") || !add_secret(value)) {
            fprintf(stderr, "aws: %s %s is not understood\n", name, value);
            return 2;
        }
    }
    if (!options.key_hash || strlen(options.key_hash) != HASH_LENGTH) {
        fprintf(stderr, "aws: --key-hash needs the SHA-256 of the virtual key in hexadecimal\n");
        return 2;
    }
    make_crc_table();
    server.on_request = on_request;
    server_listen(&server, (uint16_t)options.port);
    server_run(&server);
}
