"""Lambda's Runtime API and Extensions API as one sandbox sees them, on loopback: hands out the events it is given."""

import http.server
import queue
import sys
import threading

WAIT_SECONDS = 30


class LoopbackHandler(http.server.BaseHTTPRequestHandler):
    """What the stand-ins of services have in common: HTTP/1.1 without a log, and bodies of either kind."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def read_body(self):
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return body

    def reply(self, status, body, headers={}):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class LoopbackServer(http.server.ThreadingHTTPServer):
    """Runs on a free port of loopback until `close`."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, handler):
        super().__init__(("127.0.0.1", 0), handler)

    def start(self):
        # `close` waits for a poll.
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def handle_error(self, request, client_address):
        """A program that is ended in the middle of a request is none of the server's; a wrong request is."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)

    def close(self):
        self.shutdown()
        self.server_close()


class RuntimeAPI:
    """Runs on a free port until `close`. `requests` is what was asked, in order, as "METHOD path"."""

    def __init__(self, extensions=True):
        self.extensions = extensions
        self.events = queue.Queue()
        self.answers = queue.Queue()
        self.requests = []
        self.extension_waits = threading.Event()
        self.waiting = threading.Semaphore(0)
        self.closing = threading.Event()
        self.server = LoopbackServer(type("Handler", (_Handler,), {"api": self}))
        self.server.start()

    @property
    def address(self):
        return f"127.0.0.1:{self.server.server_port}"

    def await_next(self, count=1):
        """Waits until the function has asked for so many events that it did not get yet."""
        for _ in range(count):
            assert self.waiting.acquire(timeout=WAIT_SECONDS), self.requests

    def hand(self, event, request_id):
        self.events.put((event, request_id))

    def answer(self, timeout=WAIT_SECONDS):
        """(path below /runtime, body) of the next answer of the function; raises queue.Empty when none comes."""
        return self.answers.get(timeout=timeout)

    def close(self):
        self.closing.set()
        self.server.close()


class _Handler(LoopbackHandler):
    api = None

    def do_GET(self):
        self.note()
        if self.path == "/2020-01-01/extension/event/next":
            assert self.headers["Lambda-Extension-Identifier"] == "extension-1"
            self.api.extension_waits.set()
            self.api.closing.wait()
            self.close_connection = True
            return
        assert self.path == "/2018-06-01/runtime/invocation/next", self.path
        self.api.waiting.release()
        while not self.api.closing.is_set():
            try:
                event, request_id = self.api.events.get(timeout=0.2)
            except queue.Empty:
                continue
            return self.reply(200, event, {
                "Lambda-Runtime-Aws-Request-Id": request_id, "Lambda-Runtime-Deadline-Ms": "99999999999999",
                "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:eu-west-3:123456789012:function:on-loopback",
            })
        self.close_connection = True

    def do_POST(self):
        self.note()
        body = self.read_body()
        if self.path == "/2020-01-01/extension/register":
            if not self.api.extensions:
                return self.reply(404, b"")
            assert (self.headers["Lambda-Extension-Name"], body) == ("graceful-shutdown", b'{"events":[]}')
            return self.reply(200, b"{}", {"Lambda-Extension-Identifier": "extension-1"})
        self.api.answers.put((self.path.removeprefix("/2018-06-01/runtime/"), body))
        self.reply(202, b'{"status":"OK"}\n')

    def note(self):
        self.api.requests.append(f"{self.command} {self.path}")
