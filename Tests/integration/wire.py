"""HTTP as it is on the wire: what the official clients hide, such as raw bodies, odd headers and single events."""

import contextlib
import http.client
import json
import socket
import urllib.parse

TIMEOUT_SECONDS = 30


class Answer:
    """A whole response."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    def header(self, name):
        """The value of a header, or None."""
        return self.headers.get(name)

    def json(self):
        try:
            return json.loads(self.body)
        except ValueError:
            raise AssertionError(f"not JSON: {self}") from None

    @property
    def error(self):
        """The error object of any of the product's dialects."""
        value = self.json()
        assert isinstance(value, dict) and isinstance(value.get("error"), dict), f"no error object: {self}"
        return value["error"]

    def events(self):
        """The data of each server-sent event of a body that has been read to its end."""
        return [event for event in parse_events(self.body)]

    def __repr__(self):
        # pytest shows this when an assertion fails.
        return f"{self.status} {dict(self.headers)} {self.body[:2000]!r}"


def parse_events(body):
    for block in body.replace(b"\r\n", b"\n").split(b"\n\n"):
        data = [line[5:].removeprefix(b" ") for line in block.split(b"\n") if line.startswith(b"data:")]
        if data:
            yield b"\n".join(data).decode()


class Wire:
    """Requests to one product, each with the key it was made for; `key=None` sends none."""

    def __init__(self, address, key=None):
        self.address = address
        self.key = key
        self.netloc = urllib.parse.urlsplit(address).netloc

    def with_key(self, key):
        return Wire(self.address, key)

    def request(self, method, path, body=None, headers=None, timeout=TIMEOUT_SECONDS):
        """One request on a connection of its own. A body that is not bytes is sent as JSON."""
        with self.open(method, path, body, headers, timeout) as response:
            return Answer(response.status, response.headers, response.read())

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def post(self, path, body, **more):
        return self.request("POST", path, body, **more)

    @contextlib.contextmanager
    def open(self, method, path, body=None, headers=None, timeout=TIMEOUT_SECONDS):
        """A response whose body has not been read yet."""
        connection = http.client.HTTPConnection(self.netloc, timeout=timeout)
        try:
            connection.request(method, path, *self.prepared(body, headers))
            yield connection.getresponse()
        finally:
            connection.close()

    def prepared(self, body, headers):
        sent = {}
        if self.key is not None:
            sent["Authorization"] = f"Bearer {self.key}"
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        if body is not None:
            sent["Content-Type"] = "application/json"
        return body, {**sent, **(headers or {})}

    def raw(self, data, timeout=TIMEOUT_SECONDS):
        """Sends bytes and returns everything that comes until the peer closes or time is up."""
        host, port = self.netloc.split(":")
        received = b""
        with socket.create_connection((host, int(port)), timeout=timeout) as peer:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                peer.sendall(data)
            with contextlib.suppress(TimeoutError, ConnectionResetError):
                while chunk := peer.recv(1 << 16):
                    received += chunk
        return received

    def chat(self, model, content="Hello", **more):
        """A chat completion; `headers` and `timeout` go to the request, the rest into the body."""
        options = {name: more.pop(name) for name in ("headers", "timeout") if name in more}
        body = {"model": model, "messages": [{"role": "user", "content": content}], **more}
        return self.post("/v1/chat/completions", body, **options)


class EventReader:
    """The events of an open response, one by one, as they arrive."""

    def __init__(self, response):
        self.response = response

    def __iter__(self):
        data = []
        while line := self.response.readline():
            line = line.rstrip(b"\r\n")
            if line.startswith(b"data:"):
                data.append(line[5:].removeprefix(b" "))
            elif not line and data:
                yield b"\n".join(data).decode()
                data = []
