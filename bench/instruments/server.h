// A loopback HTTP/1.1 server on one thread: epoll, kept connections, one request after the other on each.
#ifndef BENCH_SERVER_H
#define BENCH_SERVER_H

#include "http.h"

#include <stdint.h>

struct connection {
    int socket;
    struct message request;
    struct buffer output;  // what the socket has not taken yet
    bool is_busy;          // the answer to come is still being made: read no further request
    bool is_dead;
    uint64_t due;          // when `server_on_due` is to be called, on now(); 0 for never
    void *state;           // the program's own
    struct connection *next_due;
    struct connection *next_open;
};

// Every program's own: a whole request is there, or bytes of its body are (`request.state` tells them apart).
typedef void (*request_handler)(struct connection *);

struct server {
    int listener, epoll;
    uint16_t port;
    request_handler on_request;
    request_handler on_progress;  // part of a request's body has arrived; NULL when nobody asks
    request_handler on_due;
    request_handler on_close;
    struct connection *due;   // in the order of their time
    struct connection *open;
};

// Listens on 127.0.0.1; port 0 takes a free one. Ends the program with a message when it can't.
void server_listen(struct server *server, uint16_t port);
// Serves what is ready; waits for up to so many milliseconds when nothing is.
void server_serve(struct server *server, int milliseconds);
// Prints `ready http://127.0.0.1:PORT` and serves until the process that started this one ends.
void server_run(struct server *server) __attribute__((noreturn));

// Sends at once what the socket takes and the rest as it can.
void connection_send(struct server *server, struct connection *connection, const void *bytes, size_t count);
// A whole answer with a JSON body. `header` is further lines, each ended by CR LF, or "".
void connection_answer(
    struct server *server, struct connection *connection, int status, const char *header, const char *body,
    size_t count);
// Calls `on_due` at a time on now(); the connection is busy until then.
void connection_wait(struct server *server, struct connection *connection, uint64_t time);

// Nanoseconds of the monotonic clock.
uint64_t now(void);

#endif
