"""Lambda's Runtime API and Extensions API as one sandbox sees them, on loopback: hands out the events it is given."""

import http.server
import queue
import threading

WAIT_SECONDS = 30


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
        handler = type("Handler", (_Handler,), {"api": self})
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"127.0.0.1:{self.server.server_port}"

    def await_next(self, count=1):
        """Waits until the function has asked for so many events that it did not get yet."""
        for _ in range(count):
            assert self.waiting.acquire(timeout=WAIT_SECONDS), self.requests

    def hand(self, event, request_id):
        self.events.put((event, request_id))

    def answer(self):
        """(path below /runtime, body) of the next answer of the function."""
        return self.answers.get(timeout=WAIT_SECONDS)

    def close(self):
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    api = None

    def log_message(self, *_):
        pass

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
                "Lambda-Runtime-Aws-Request-Id": request_id, "Lambda-Runtime-Deadline-Ms": "99999999999999"})
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

    def read_body(self):
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
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
