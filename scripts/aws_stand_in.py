#!/usr/bin/env python3
"""AWS on loopback: moto behind a small HTTP/1.1 server.

    aws_stand_in.py [--port 0]

prints `ready http://127.0.0.1:PORT` once it listens. Signatures are not checked. State lives in memory only.

One thread serves every connection, one request after the other: each operation is atomic as DynamoDB's are (moto's
stores have no locks), and a request costs no hand-over between threads. DynamoDB's item operations go to moto's
handler directly, spared the schema-driven parser and serialiser around it; everything else is moto's own application.
"""

import argparse
import base64
import binascii
import gc
import http.client
import io
import json
import re
import selectors
import signal
import socket
import sys
import urllib.parse

# Item operations carry at most 16 MiB, objects of S3 somewhat more.
MAX_BODY = 64 << 20
MAX_HEAD = 64 << 10
DYNAMODB_TARGET = b"DynamoDB_20120810."
# DynamoDB's name of an operation → the name of moto's method.
ITEM_OPERATIONS = {
    operation: re.sub(r"(?<!^)(?=[A-Z])", "_", operation).lower()
    for operation in ("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan", "BatchWriteItem")
}


class BadRequest(Exception):
    pass


class Message:
    """One request as it came: method, target, headers in lower case, body."""

    def __init__(self, head, body):
        lines = head.split(b"\r\n")
        try:
            self.method, self.target, self.version = lines[0].split(b" ")
            self.headers = {}
            for line in lines[1:]:
                name, value = line.split(b":", 1)
                self.headers[name.strip().lower()] = value.strip()
        except ValueError:
            raise BadRequest("malformed head") from None
        self.body = body

    @property
    def region(self):
        """The region of the signature's scope: `Credential=ID/20260821/us-east-1/dynamodb/aws4_request`."""
        scope = self.headers.get(b"authorization", b"").partition(b"Credential=")[2].split(b",", 1)[0].split(b"/")
        return scope[2].decode() if len(scope) == 5 else "us-east-1"


class Connection:
    """Bytes of one client, cut into messages."""

    def __init__(self, peer):
        self.peer = peer
        self.pending = b""

    def receive(self):
        """False when the peer has closed."""
        chunk = self.peer.recv(1 << 18)
        self.pending += chunk
        return bool(chunk)

    def next_message(self):
        """The next whole message, or None when bytes are missing."""
        head, separator, rest = self.pending.partition(b"\r\n\r\n")
        if not separator:
            if len(self.pending) > MAX_HEAD:
                raise BadRequest("head too large")
            return None
        message = Message(head, b"")
        if message.headers.get(b"expect", b"").lower() == b"100-continue" and not rest:
            self.peer.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        if message.headers.get(b"transfer-encoding", b"").lower() == b"chunked":
            decoded = decode_chunks(rest)
            if decoded is None:
                return None
            message.body, self.pending = decoded
            return message
        try:
            length = int(message.headers.get(b"content-length", b"0"))
        except ValueError:
            raise BadRequest("Content-Length") from None
        if not 0 <= length <= MAX_BODY:
            raise BadRequest("body too large")
        if len(rest) < length:
            return None
        message.body, self.pending = rest[:length], rest[length:]
        return message


def decode_chunks(data):
    """(body, what follows) of a chunked body, or None when bytes are missing."""
    body = b""
    while True:
        line, separator, data = data.partition(b"\r\n")
        if not separator:
            return None
        try:
            size = int(line.split(b";")[0], 16)
        except ValueError:
            raise BadRequest("chunk size") from None
        if size == 0:
            trailers, separator, rest = data.partition(b"\r\n")
            return (body, rest) if separator and not trailers else None
        if len(data) < size + 2:
            return None
        body, data = body + data[:size], data[size + 2 :]
        if len(body) > MAX_BODY:
            raise BadRequest("body too large")


class StandIn:
    """Answers one message at a time."""

    def __init__(self):
        from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

        self.application = DomainDispatcherApplication(create_backend_app)

    def answer(self, message):
        """The whole response as bytes."""
        target = message.headers.get(b"x-amz-target", b"")
        if target.startswith(DYNAMODB_TARGET):
            answered = item_operation(target[len(DYNAMODB_TARGET) :].decode(), message.body, message.region)
            if answered is not None:
                status, body = answered
                return response(
                    status,
                    [
                        ("Content-Type", "application/x-amz-json-1.0"),
                        ("x-amz-crc32", str(binascii.crc32(body))),
                        ("x-amzn-RequestId", "00000000-0000-4000-8000-000000000000"),
                    ],
                    body,
                )
        return self.by_application(message)

    def by_application(self, message):
        started = []
        path, _, query = message.target.decode("latin-1").partition("?")
        environ = {
            "REQUEST_METHOD": message.method.decode("latin-1"),
            "SCRIPT_NAME": "",
            "PATH_INFO": urllib.parse.unquote(path, "latin-1"),
            "RAW_URI": message.target.decode("latin-1"),
            "REQUEST_URI": message.target.decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(message.body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            "CONTENT_LENGTH": str(len(message.body)),
        }
        for name, value in message.headers.items():
            key = name.decode("latin-1").upper().replace("-", "_")
            if key == "CONTENT_TYPE":
                environ[key] = value.decode("latin-1")
            elif key not in ("CONTENT_LENGTH", "TRANSFER_ENCODING"):
                environ["HTTP_" + key] = value.decode("latin-1")

        def start_response(status, headers, exc_info=None):
            started[:] = [int(status.split(" ", 1)[0]), headers]

        parts = self.application(environ, start_response)
        try:
            body = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
        status, headers = started
        return response(status, headers, body, has_body=message.method != b"HEAD")


def item_operation(operation, raw, region):
    """(status, body) from moto's handler of DynamoDB items; None when its whole application has to answer."""
    from moto.core import DEFAULT_ACCOUNT_ID
    from moto.core.exceptions import ServiceException
    from moto.dynamodb.responses import DynamoHandler
    from werkzeug.exceptions import HTTPException

    # moto keeps binary attributes in another form when its own parser has read them.
    if operation not in ITEM_OPERATIONS or b'"B"' in raw or b'"BS"' in raw:
        return None
    handler = DynamoHandler()
    try:
        handler.body = handler.params = json.loads(raw)
        handler.current_account, handler.region, handler.response_headers = DEFAULT_ACCOUNT_ID, region, {}
        result = getattr(handler, ITEM_OPERATIONS[operation])().result or {}
    except HTTPException as error:
        description = error.description or "{}"
        return error.code, description if isinstance(description, bytes) else description.encode()
    except (ServiceException, KeyError, AttributeError, ValueError):
        return None
    if handler.body.get("ReturnConsumedCapacity", "NONE") == "NONE":
        result.pop("ConsumedCapacity", None)
    result = {name: value for name, value in result.items() if value is not None}
    return 200, json.dumps(result, default=lambda value: base64.b64encode(value).decode()).encode()


def response(status, headers, body, has_body=True):
    lines = [f"HTTP/1.1 {status} {http.client.responses.get(status, 'Unknown')}"]
    skipped = ("transfer-encoding", "connection") + (("content-length",) if has_body else ())
    lines += [f"{name}: {value}" for name, value in headers if name.lower() not in skipped]
    if has_body:
        lines.append(f"Content-Length: {len(body)}")
    head = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"
    return head + body if has_body else head


class Server:
    """The loop over all connections."""

    def __init__(self, port, stand_in):
        self.stand_in = stand_in
        self.selector = selectors.DefaultSelector()
        self.listener = socket.create_server(("127.0.0.1", port), backlog=1024, reuse_port=False)
        self.listener.setblocking(False)
        self.selector.register(self.listener, selectors.EVENT_READ, None)

    @property
    def port(self):
        return self.listener.getsockname()[1]

    def run(self):
        while True:
            for key, _ in self.selector.select():
                if key.data is None:
                    self.accept()
                else:
                    self.serve(key.data)

    def accept(self):
        try:
            peer, _ = self.listener.accept()
        except OSError:
            return
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # A peer that doesn't read its answer must not stop the others for long.
        peer.settimeout(5)
        self.selector.register(peer, selectors.EVENT_READ, Connection(peer))

    def serve(self, connection):
        try:
            if not connection.receive():
                return self.close(connection)
            while (message := connection.next_message()) is not None:
                connection.peer.sendall(self.answer(message))
                if message.headers.get(b"connection", b"").lower() == b"close":
                    return self.close(connection)
        except BadRequest as error:
            try:
                connection.peer.sendall(response(400, [("Connection", "close")], str(error).encode()))
            except OSError:
                pass
            self.close(connection)
        except OSError:
            self.close(connection)

    def answer(self, message):
        try:
            return self.stand_in.answer(message)
        except Exception as error:  # One bad request must not end the stand-in for all.
            import traceback

            traceback.print_exc()
            return response(500, [("Content-Type", "text/plain")], type(error).__name__.encode())

    def close(self, connection):
        self.selector.unregister(connection.peer)
        connection.peer.close()


def main():
    parser = argparse.ArgumentParser(description="AWS on loopback for local runs and tests")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server = Server(arguments.port, StandIn())
    # What is loaded stays; the collector need not look at it again in the middle of a request.
    gc.freeze()
    print(f"ready http://127.0.0.1:{server.port}", flush=True)
    server.run()


if __name__ == "__main__":
    main()
