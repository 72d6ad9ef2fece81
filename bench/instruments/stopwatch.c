// The Lambda Runtime API (2018-06-01) on loopback, as a stop-watch. It takes extensions too, and sends them no event.
//
//     stopwatch [options] -- FUNCTION [ARGUMENT]…
//
// Starts the function as Lambda would, hands it the same event again and again as fast as it takes them, checks every
// answer, and prints one JSON object. Exits with 1 when an answer was wrong or the function ended.
//
//   --event FILE            the event
//   --count N               invocations that are measured (1000), after
//   --warm-up N             those that are not (100) and the very first
//   --expect TEXT           every answer must contain it
//   --expect-events N       every answer must have so many lines that begin with `data: `
//   --environment NAME=VALUE    more environment; nothing of this process's own is handed on but PATH
//   --log FILE              the function's standard output and error (/dev/null)
//   --seconds N             the longest it may take (60)
//
// What the figures are, all on this process's clock, so that its own cost (an epoll_wait, a recv, a send) is in each;
// the floor function, measured in the same way, says how much that is:
//
//   init_ms        from the start of the process until it first asks for an event
//   init_cpu_ms    the processor time it took until then, all threads, user and system
//   first_us       the first invocation: from the event's first byte sent until the whole answer is there
//   answer_us      the same of the measured invocations: what a client waits for
//   turn_us        from the event until the function has asked for the next: what a sandbox is busy, and billed, for.
//                  It adds the 202 to the answer, what the function does after its answer (its log line, settlement),
//                  and the request for the next event
//   first_byte_us  from the event until the first byte of the answer's body
//   per_s          measured invocations by second, events handed out at once
//   cpu_us         the function's processor time of one measured invocation, all threads, user and system
//   rss_kb         the most memory it had resident (VmHWM), at the end
#define _GNU_SOURCE
#include "samples.h"
#include "server.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ROOT "/2018-06-01/runtime/"
#define EXTENSIONS "/2020-01-01/extension/"

static struct {
    struct buffer event;
    long count, warm_up, seconds, expected_events;
    const char *expected_text, *log;
    char *environment[256];
    int variables;
    char **command;
} options = {.count = 1000, .warm_up = 100, .seconds = 60, .expected_events = -1, .log = "/dev/null"};

static struct server server;
static pid_t function;
static clockid_t function_clock;

static long handed_out, answered;
static bool is_outstanding, is_finished, is_wrong;
static char request_id[40];
static uint64_t event_sent, first_body_byte, started, init_time, first_time, measured_from, measured_until;
static uint64_t init_cpu, measured_cpu_from, measured_cpu;
static struct samples answers, turns, first_bytes;
static struct buffer event_head;

static uint64_t function_cpu(void) {
    struct timespec time;
    if (clock_gettime(function_clock, &time)) return 0;
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

// Says what is wrong; the first time only.
static void refuse(const char *what, const char *bytes, size_t count) {
    if (is_wrong) return;
    is_wrong = is_finished = true;
    fprintf(stderr, "stopwatch: %s (invocation %ld): ", what, answered);
    // The zero bytes that end API Gateway's prelude must not hide what follows.
    for (size_t index = 0; index < count && index < 2000; index++) fputc(bytes[index] ? bytes[index] : ' ', stderr);
    fputc('\n', stderr);
}

static bool is_measured(long number) { return number > options.warm_up + 1; }

static void hand_out(struct connection *connection) {
    handed_out++;
    if (is_measured(handed_out) && !measured_from) {
        measured_cpu_from = function_cpu();
        measured_from = now();
    }
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    snprintf(request_id, sizeof request_id, "%08lx-0f0a-4f5e-9f0e-%012lx", handed_out, handed_out);
    buffer_clear(&event_head);
    buffer_print(
        &event_head,
        "HTTP/1.1 200 OK\r\n"
        "Content-Type: application/json\r\n"
        "Lambda-Runtime-Aws-Request-Id: %s\r\n"
        "Lambda-Runtime-Deadline-Ms: %lld\r\n"
        "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-1:123456789012:function:bench\r\n"
        "Lambda-Runtime-Trace-Id: Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0\r\n"
        "Content-Length: %zu\r\n\r\n",
        request_id, (long long)time.tv_sec * 1000 + time.tv_nsec / 1000000 + 30000, options.event.count);
    buffer_append(&event_head, options.event.bytes, options.event.count);
    is_outstanding = true;
    first_body_byte = 0;
    event_sent = now();
    connection_send(&server, connection, event_head.bytes, event_head.count);
}

static void on_next(struct connection *connection, uint64_t time) {
    if (!init_time) {
        init_time = time - started;
        init_cpu = function_cpu();
    }
    if (is_outstanding) return refuse("asked for the next event before the answer", "", 0);
    if (is_measured(answered)) {
        samples_add(&turns, time - event_sent);
        measured_until = time;
    }
    if (answered < options.count + options.warm_up + 1) return hand_out(connection);
    // Every turn is over; Lambda would freeze the function here.
    measured_cpu = function_cpu() - measured_cpu_from;
    is_finished = true;
}

static void check(const struct message *request) {
    size_t count;
    char type[128];
    const char *body = message_body(request, &count);
    if (find_header(
            request->trailers.bytes ? request->trailers.bytes : "", request->trailers.count,
            "lambda-runtime-function-error-type", type, sizeof type))
        return refuse("the stream ended in an error", type, strlen(type));
    if (options.expected_text && !contains(body, count, options.expected_text))
        return refuse("the answer lacks what was expected", body, count);
    if (options.expected_events >= 0 && occurrences(body, count, "data: ") != (size_t)options.expected_events)
        refuse("the answer has another number of events than expected", body, count);
}

static void on_answer(struct connection *connection, const char *outcome, uint64_t time) {
    answered++;
    is_outstanding = false;
    if (answered == 1) first_time = time - event_sent;
    if (is_measured(answered)) {
        samples_add(&answers, time - event_sent);
        samples_add(&first_bytes, (first_body_byte ? first_body_byte : time) - event_sent);
    }
    connection_answer(&server, connection, 202, "", "{\"status\":\"OK\"}", 15);
    if (strncmp(outcome, "/response ", 10)) {
        size_t count;
        const char *body = message_body(&connection->request, &count);
        refuse("the invocation failed", body, count);
    }
    check(&connection->request);
}

static void on_progress(struct connection *connection) {
    size_t count;
    if (!first_body_byte && is_outstanding) {
        message_body(&connection->request, &count);
        if (count) first_body_byte = now();
    }
}

// The Extensions API, as far as a function needs it that wants SIGTERM before its end.
static void on_registration(struct connection *connection) {
    const char *header = "Lambda-Extension-Identifier: 6f1b1a52-0f0a-4f5e-9f0e-0123456789ab\r\n";
    const char *body = "{\"functionName\":\"bench\",\"functionVersion\":\"$LATEST\",\"handler\":\"bootstrap\"}";
    connection_answer(&server, connection, 200, header, body, strlen(body));
}

static void on_request(struct connection *connection) {
    uint64_t time = now();
    const struct message *request = &connection->request;
    if (message_starts_with(request, "GET " ROOT "invocation/next ")) return on_next(connection, time);
    if (message_starts_with(request, "POST " EXTENSIONS "register ")) return on_registration(connection);
    // No event of an extension's ever comes: the request stays open.
    if (message_starts_with(request, "GET " EXTENSIONS "event/next ")) return;
    size_t id_length = strlen(request_id);
    const char *path = "POST " ROOT "invocation/";
    if (message_starts_with(request, path)) {
        const char *id = request->input.bytes + strlen(path);
        if (is_outstanding && !strncmp(id, request_id, id_length)) return on_answer(connection, id + id_length, time);
    }
    size_t count;
    const char *body = message_body(request, &count);
    if (!message_starts_with(request, "POST " ROOT "init/error ")) {
        body = request->input.bytes;
        count = request->head_size;
    }
    refuse("not what a function should ask now", body, count);
    connection_answer(&server, connection, 400, "", "{}", 2);
}

static void add_variable(char *variable) {
    if (options.variables < 255) options.environment[options.variables++] = variable;
}

static char *formatted(const char *format, const char *value) {
    char *text;
    return asprintf(&text, format, value) < 0 ? NULL : text;
}

// What Lambda gives a function of a custom runtime.
static void add_lambda_variables(void) {
    static char *fixed[] = {
        "_HANDLER=bootstrap", "LAMBDA_TASK_ROOT=/var/task", "LAMBDA_RUNTIME_DIR=/var/runtime",
        "AWS_LAMBDA_FUNCTION_NAME=bench", "AWS_LAMBDA_FUNCTION_VERSION=$LATEST", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=1024",
        "AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/bench", "AWS_LAMBDA_INITIALIZATION_TYPE=on-demand",
        "AWS_LAMBDA_LOG_STREAM_NAME=2026/01/01/[$LATEST]0123456789abcdef0123456789abcdef", "AWS_REGION=us-east-1",
        "AWS_DEFAULT_REGION=us-east-1", "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "AWS_SESSION_TOKEN=example-session-token",
        "TZ=:UTC", "LANG=en_US.UTF-8",
    };
    for (size_t index = 0; index < sizeof fixed / sizeof *fixed; index++) add_variable(fixed[index]);
    char port[8];
    snprintf(port, sizeof port, "%u", server.port);
    add_variable(formatted("AWS_LAMBDA_RUNTIME_API=127.0.0.1:%s", port));
    const char *path = getenv("PATH");
    add_variable(formatted("PATH=%s", path ? path : "/usr/local/bin:/usr/bin:/bin"));
}

static void start_function(void) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, options.log, O_WRONLY | O_CREAT | O_APPEND, 0644);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    // The disposition of a signal that is ignored would be handed on.
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    started = now();
    int error = posix_spawn(&function, options.command[0], &actions, &attributes, options.command, options.environment);
    if (error || clock_getcpuclockid(function, &function_clock)) {
        fprintf(stderr, "stopwatch: %s: %s\n", options.command[0], strerror(error));
        exit(2);
    }
}

static long resident_peak(void) {
    char path[64], line[256];
    long kilobytes = 0;
    snprintf(path, sizeof path, "/proc/%d/status", function);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "VmHWM: %ld", &kilobytes) == 1) break;
    if (file) fclose(file);
    return kilobytes;
}

static void print_report(long resident) {
    double measured = (double)answers.count;
    printf(
        "{\"init_ms\":%.3f,\"init_cpu_ms\":%.3f,\"first_us\":%.1f,", (double)init_time / 1e6, (double)init_cpu / 1e6,
        (double)first_time / 1e3);
    samples_print(stdout, "answer_us", &answers);
    putchar(',');
    samples_print(stdout, "turn_us", &turns);
    putchar(',');
    samples_print(stdout, "first_byte_us", &first_bytes);
    printf(
        ",\"count\":%ld,\"per_s\":%.1f,\"cpu_us\":%.2f,\"rss_kb\":%ld}\n", answers.count,
        measured / ((double)(measured_until - measured_from) / 1e9), (double)measured_cpu / 1e3 / measured, resident);
}

static void read_options(int count, char **arguments) {
    int index = 1;
    for (; index + 1 < count && strcmp(arguments[index], "--"); index += 2) {
        const char *name = arguments[index];
        char *value = arguments[index + 1];
        if (!strcmp(name, "--event")) buffer_read_file(&options.event, value);
        else if (!strcmp(name, "--count")) options.count = atol(value);
        else if (!strcmp(name, "--warm-up")) options.warm_up = atol(value);
        else if (!strcmp(name, "--expect")) options.expected_text = value;
        else if (!strcmp(name, "--expect-events")) options.expected_events = atol(value);
        else if (!strcmp(name, "--environment")) add_variable(value);
        else if (!strcmp(name, "--log")) options.log = value;
        else if (!strcmp(name, "--seconds")) options.seconds = atol(value);
        else break;
    }
    if (index + 1 >= count || strcmp(arguments[index], "--") || !options.event.count || options.count < 1) {
        fprintf(stderr, "usage: stopwatch --event FILE [options] -- FUNCTION [ARGUMENT]...\n");
        exit(2);
    }
    options.command = arguments + index + 1;
}

int main(int count, char **arguments) {
    prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
    server.on_request = on_request;
    server.on_progress = on_progress;
    server_listen(&server, 0);
    add_lambda_variables();
    read_options(count, arguments);
    samples_make(&answers, options.count);
    samples_make(&turns, options.count);
    samples_make(&first_bytes, options.count);
    start_function();
    uint64_t deadline = started + (uint64_t)options.seconds * 1000000000;
    int status;
    bool is_gone = false;
    while (!is_finished && !is_gone) {
        server_serve(&server, 100);
        if (now() > deadline) refuse("took too long", "", 0);
        // Only when nothing is to be read any more: what it said last comes first.
        if (!server.open) is_gone = waitpid(function, &status, WNOHANG) == function;
    }
    if (is_gone && !is_finished) refuse("the function ended", "", 0);
    long resident = is_gone ? 0 : resident_peak();
    if (!is_gone) {
        kill(function, SIGKILL);
        waitpid(function, &status, 0);
    }
    if (is_wrong) return 1;
    print_report(resident);
    return 0;
}
