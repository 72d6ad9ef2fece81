// Load on one address of loopback: so many connections, each with one request at a time.
//
//     load --url http://127.0.0.1:PORT/PATH --body FILE [--header 'NAME: VALUE']... [options]
//
//   --connections N    (1), all kept
//   --count N          requests that are measured (1000), after
//   --warm-up N        those that are not (50)
//   --expect TEXT      every answer must contain it
//   --expect-events N  every answer must have so many lines that begin with `data: `
//   --seconds N        the longest it may take (60)
//
// Prints one JSON object: per_s, total_us (from a request's first byte sent until its whole answer is there) and
// first_byte_us (until the first byte of the body). Every answer is checked; a wrong one ends it with status 1.
#define _GNU_SOURCE
#include "samples.h"
#include "server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

enum { READ_SIZE = 1 << 18, EVENTS = 128 };

struct client {
    int socket;
    bool is_waiting;
    uint64_t sent_at, first_byte_at;
    struct message response;
};

static struct {
    struct buffer body, headers;
    const char *path, *expected_text;
    long port, connections, count, warm_up, seconds, expected_events;
} options = {.path = "/", .connections = 1, .count = 1000, .warm_up = 50, .seconds = 60, .expected_events = -1};

static int poller;
static long sent, answered;
static uint64_t measured_from, measured_until;
static struct samples totals, first_bytes;
static struct buffer request;

static void give_up(const char *what, const char *bytes, size_t count) {
    fprintf(stderr, "load: %s (answer %ld): %.*s\n", what, answered, count < 2000 ? (int)count : 2000, bytes);
    exit(1);
}

static void open_client(struct client *client) {
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)options.port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int on = 1;
    client->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(client->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(client->socket, (struct sockaddr *)&address, sizeof address))
        give_up("connect", strerror(errno), strlen(strerror(errno)));
    client->response.kind = MESSAGE_RESPONSE;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};
    epoll_ctl(poller, EPOLL_CTL_ADD, client->socket, &event);
}

static void send_request(struct client *client) {
    if (sent == options.count + options.warm_up) return;
    if (sent++ == options.warm_up) measured_from = now();
    client->first_byte_at = 0;
    client->is_waiting = true;
    client->sent_at = now();
    for (size_t position = 0; position < request.count;) {
        ssize_t count = send(client->socket, request.bytes + position, request.count - position, MSG_NOSIGNAL);
        if (count < 0 && errno != EINTR) give_up("send", strerror(errno), strlen(strerror(errno)));
        if (count > 0) position += (size_t)count;
    }
}

static void check(const struct message *response) {
    size_t count;
    const char *body = message_body(response, &count);
    if (response->status != 200) give_up("the status is not 200", response->input.bytes, response->input.count);
    if (options.expected_text && !contains(body, count, options.expected_text))
        give_up("the answer lacks what was expected", body, count);
    if (options.expected_events >= 0 && occurrences(body, count, "data: ") != (size_t)options.expected_events)
        give_up("the answer has another number of events than expected", body, count);
}

static void receive(struct client *client) {
    struct message *response = &client->response;
    buffer_reserve(&response->input, READ_SIZE);
    ssize_t count = recv(client->socket, response->input.bytes + response->input.count, READ_SIZE, 0);
    if (count < 0 && errno == EINTR) return;
    if (count <= 0 || !client->is_waiting) give_up("the connection was ended or out of step", "", 0);
    response->input.count += (size_t)count;
    response->input.bytes[response->input.count] = 0;
    bool is_complete = message_advance(response);
    uint64_t time = now();
    size_t body_count;
    message_body(response, &body_count);
    if (!client->first_byte_at && body_count) client->first_byte_at = time;
    if (response->state == MESSAGE_MALFORMED)
        give_up("the answer is malformed", response->input.bytes, response->input.count);
    if (!is_complete) return;
    client->is_waiting = false;
    check(response);
    if (answered++ >= options.warm_up) {
        samples_add(&totals, time - client->sent_at);
        samples_add(&first_bytes, (client->first_byte_at ? client->first_byte_at : time) - client->sent_at);
        measured_until = time;
    }
    bool must_close = response->must_close;
    message_next(response);
    if (must_close) {
        close(client->socket);
        open_client(client);
    }
    send_request(client);
}

// http://127.0.0.1:PORT/PATH
static bool read_url(char *url) {
    const char *prefix = "http://127.0.0.1:";
    if (strncmp(url, prefix, strlen(prefix))) return false;
    char *path;
    options.port = strtol(url + strlen(prefix), &path, 10);
    if (*path == '/') options.path = path;
    return options.port > 0;
}

static void read_options(int count, char **arguments) {
    bool is_understood = count > 1;
    for (int index = 1; index < count && is_understood; index += 2) {
        const char *name = arguments[index];
        char *value = index + 1 < count ? arguments[index + 1] : "";
        if (!strcmp(name, "--url")) is_understood = read_url(value);
        else if (!strcmp(name, "--body")) buffer_read_file(&options.body, value);
        else if (!strcmp(name, "--header")) buffer_print(&options.headers, "%s\r\n", value);
        else if (!strcmp(name, "--connections")) options.connections = atol(value);
        else if (!strcmp(name, "--count")) options.count = atol(value);
        else if (!strcmp(name, "--warm-up")) options.warm_up = atol(value);
        else if (!strcmp(name, "--expect")) options.expected_text = value;
        else if (!strcmp(name, "--expect-events")) options.expected_events = atol(value);
        else if (!strcmp(name, "--seconds")) options.seconds = atol(value);
        else is_understood = false;
    }
    if (is_understood && options.port && options.count > 0 && options.connections > 0) return;
    fprintf(stderr, "usage: load --url http://127.0.0.1:PORT/PATH --body FILE [options]\n");
    exit(2);
}

int main(int count, char **arguments) {
    prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
    read_options(count, arguments);
    buffer_print(
        &request,
        "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%ld\r\nContent-Type: application/json\r\n%s"
        "Content-Length: %zu\r\n\r\n",
        options.path, options.port, options.headers.bytes ? options.headers.bytes : "", options.body.count);
    buffer_append(&request, options.body.bytes, options.body.count);
    samples_make(&totals, options.count);
    samples_make(&first_bytes, options.count);
    poller = epoll_create1(EPOLL_CLOEXEC);
    struct client *clients = calloc((size_t)options.connections, sizeof *clients);
    if (!clients) give_up("calloc", "", 0);
    uint64_t deadline = now() + (uint64_t)options.seconds * 1000000000;
    for (long index = 0; index < options.connections; index++) open_client(&clients[index]);
    for (long index = 0; index < options.connections; index++) send_request(&clients[index]);
    struct epoll_event events[EVENTS];
    while (answered < options.count + options.warm_up) {
        int ready = epoll_wait(poller, events, EVENTS, 1000);
        for (int index = 0; index < ready; index++) receive(events[index].data.ptr);
        if (now() > deadline) give_up("took too long", "", 0);
    }
    printf(
        "{\"connections\":%ld,\"count\":%ld,\"per_s\":%.1f,", options.connections, totals.count,
        (double)totals.count / ((double)(measured_until - measured_from) / 1e9));
    samples_print(stdout, "total_us", &totals);
    putchar(',');
    samples_print(stdout, "first_byte_us", &first_bytes);
    printf("}\n");
    return 0;
}
