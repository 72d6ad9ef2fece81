#define _GNU_SOURCE
#include "server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { READ_SIZE = 1 << 18, EVENTS = 128 };

uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void give_up(const char *what) {
    perror(what);
    exit(2);
}

void server_listen(struct server *server, uint16_t port) {
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int on = 1;
    signal(SIGPIPE, SIG_IGN);
    server->listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    setsockopt(server->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(server->listener, (struct sockaddr *)&address, size) || listen(server->listener, 1024) ||
        getsockname(server->listener, (struct sockaddr *)&address, &size))
        give_up("listen");
    server->port = ntohs(address.sin_port);
    server->epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
    epoll_ctl(server->epoll, EPOLL_CTL_ADD, server->listener, &event);
}

static void accept_all(struct server *server) {
    int on = 1;
    for (int fd; (fd = accept4(server->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        struct connection *connection = calloc(1, sizeof *connection);
        if (!connection) give_up("calloc");
        connection->socket = fd;
        connection->next_open = server->open;
        server->open = connection;
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
        epoll_ctl(server->epoll, EPOLL_CTL_ADD, fd, &event);
    }
}

static void unlink_due(struct server *server, struct connection *connection) {
    for (struct connection **link = &server->due; *link; link = &(*link)->next_due) {
        if (*link != connection) continue;
        *link = connection->next_due;
        break;
    }
    connection->due = 0;
}

static void close_connection(struct server *server, struct connection *connection) {
    if (connection->due) unlink_due(server, connection);
    for (struct connection **link = &server->open; *link; link = &(*link)->next_open) {
        if (*link != connection) continue;
        *link = connection->next_open;
        break;
    }
    if (server->on_close) server->on_close(connection);
    close(connection->socket);
    message_free(&connection->request);
    buffer_free(&connection->output);
    free(connection);
}

// Sends what waits; asks epoll to say when the socket takes more.
static void flush(struct server *server, struct connection *connection) {
    size_t sent = 0;
    while (sent < connection->output.count) {
        ssize_t count =
            send(connection->socket, connection->output.bytes + sent, connection->output.count - sent, MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0 && errno != EAGAIN) connection->is_dead = true;
        if (count < 0) break;
        sent += (size_t)count;
    }
    size_t left = connection->output.count - sent;
    if (left && sent) memmove(connection->output.bytes, connection->output.bytes + sent, left);
    connection->output.count = left;
    struct epoll_event event = {.events = EPOLLIN | (left ? EPOLLOUT : 0), .data.ptr = connection};
    epoll_ctl(server->epoll, EPOLL_CTL_MOD, connection->socket, &event);
}

void connection_send(struct server *server, struct connection *connection, const void *bytes, size_t count) {
    if (connection->output.count == 0) {
        ssize_t sent = send(connection->socket, bytes, count, MSG_NOSIGNAL);
        if (sent == (ssize_t)count) return;
        if (sent > 0) {
            bytes = (const char *)bytes + sent;
            count -= (size_t)sent;
        }
    }
    buffer_append(&connection->output, bytes, count);
    flush(server, connection);
}

void connection_answer(
    struct server *server, struct connection *connection, int status, const char *header, const char *body,
    size_t count) {
    static struct buffer answer;
    buffer_clear(&answer);
    buffer_print(
        &answer, "HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n%s\r\n", status,
        status < 300 ? "OK" : "Error", count, header);
    buffer_append(&answer, body, count);
    connection_send(server, connection, answer.bytes, answer.count);
}

void connection_wait(struct server *server, struct connection *connection, uint64_t time) {
    if (connection->due) unlink_due(server, connection);
    struct connection **link = &server->due;
    while (*link && (*link)->due <= time) link = &(*link)->next_due;
    connection->next_due = *link;
    *link = connection;
    connection->due = time;
    connection->is_busy = true;
}

// Hands over every whole request that is there; an answer that takes its time holds back those behind it.
static void serve_requests(struct server *server, struct connection *connection) {
    while (!connection->is_dead && !connection->is_busy) {
        if (!message_advance(&connection->request)) {
            if (connection->request.state == MESSAGE_MALFORMED) connection->is_dead = true;
            else if (server->on_progress && connection->request.head_size) server->on_progress(connection);
            return;
        }
        server->on_request(connection);
        if (connection->is_busy) return;
        if (connection->request.must_close) connection->is_dead = true;
        message_next(&connection->request);
    }
}

static void receive(struct server *server, struct connection *connection) {
    struct buffer *input = &connection->request.input;
    buffer_reserve(input, READ_SIZE);
    ssize_t count = recv(connection->socket, input->bytes + input->count, READ_SIZE, 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) {
        connection->is_dead = true;
        return;
    }
    input->count += (size_t)count;
    input->bytes[input->count] = 0;
    serve_requests(server, connection);
}

static void serve_due(struct server *server) {
    for (struct connection *connection; (connection = server->due) && connection->due <= now();) {
        unlink_due(server, connection);
        connection->is_busy = false;
        server->on_due(connection);
        if (!connection->is_busy) {
            message_next(&connection->request);
            serve_requests(server, connection);
        }
        if (connection->is_dead) close_connection(server, connection);
    }
}

void server_serve(struct server *server, int milliseconds) {
    if (server->due) {
        uint64_t time = now();
        uint64_t wait = server->due->due <= time ? 0 : (server->due->due - time + 999999) / 1000000;
        if (wait < (uint64_t)milliseconds) milliseconds = (int)wait;
    }
    struct epoll_event events[EVENTS];
    int count = epoll_wait(server->epoll, events, EVENTS, milliseconds);
    for (int index = 0; index < count; index++) {
        struct connection *connection = events[index].data.ptr;
        if (!connection) {
            accept_all(server);
            continue;
        }
        if (events[index].events & EPOLLOUT) flush(server, connection);
        if (events[index].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) receive(server, connection);
        if (connection->is_dead) close_connection(server, connection);
    }
    serve_due(server);
}

void server_run(struct server *server) {
    prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
    printf("ready http://127.0.0.1:%u\n", server->port);
    fflush(stdout);
    for (;;) server_serve(server, 60000);
}
