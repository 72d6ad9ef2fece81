"""Serves HTTP/2 over TLS on a free loopback port, well or badly as each request's path asks, and prints the port.

    HTTP2Server.py CERTIFICATE KEY      in PEM

A path is /SCENARIO/NAME: the functions below, with dashes for underscores. Requests of one path are counted from 1,
connections from 0.
"""

import gzip
import itertools
import socket
import ssl
import struct
import sys
import threading
from collections import Counter

import h2.config
import h2.connection
import h2.errors
import h2.events
import h2.settings
from hpack import Encoder
from hyperframe import frame as frames

counts = Counter()
lock = threading.Lock()


class Connection:
    """One connection: what hyper-h2 makes of it, and raw frames where it would refuse to send such a thing."""

    def __init__(self, socket, number):
        self.socket = socket
        self.number = number
        self.withholds_window = False
        self.h2 = h2.connection.H2Connection(
            h2.config.H2Configuration(client_side=False, validate_outbound_headers=False)
        )
        self.bodies = {}
        self.requests = {}
        self.unsent = {}
        self.waiting = 0

    def serve(self):
        if self.socket.selected_alpn_protocol() != "h2":
            return self.serve_http1()
        self.h2.initiate_connection()
        self.flush()
        while data := self.socket.recv(65536):
            for event in self.h2.receive_data(data):
                self.handle(event)
            self.flush()

    def serve_http1(self):
        """Counts one request as the others, and answers it."""
        reader = self.socket.makefile("rb")
        path = reader.readline().split()[1].decode()
        with lock:
            counts[path] += 1
        while reader.readline().strip():
            pass
        self.socket.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\nConnection: close\r\n\r\nHTTP/1.1")

    def handle(self, event):
        if isinstance(event, h2.events.RequestReceived):
            request = dict(event.headers)
            name = request[b":path"].decode()
            with lock:
                counts[name] += 1
                self.requests[event.stream_id] = request, counts[name]
            self.bodies[event.stream_id] = 0
            self.run(event.stream_id, scenarios_at_head)
        elif isinstance(event, h2.events.DataReceived):
            self.bodies[event.stream_id] += len(event.data)
            if not self.withholds_window:
                self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            elif self.h2.remote_flow_control_window(event.stream_id) == 0:
                self.run(event.stream_id, scenarios_when_stalled)
        elif isinstance(event, h2.events.StreamEnded):
            self.run(event.stream_id, scenarios_at_end)
        elif isinstance(event, h2.events.WindowUpdated):
            self.send_more()

    def run(self, stream, scenarios):
        request, count = self.requests[stream]
        name = request[b":path"].decode().split("/")[1].replace("-", "_")
        if name in scenarios:
            scenarios[name](self, stream, count)

    def flush(self):
        self.socket.sendall(self.h2.data_to_send())

    def head(self, stream, status=200, fields=(), end=False):
        self.h2.send_headers(stream, [(":status", str(status)), *fields], end_stream=end)

    def answer(self, stream, body, status=200):
        """A whole answer; what the client's window has no room for follows when it has."""
        self.head(stream, status)
        self.unsent[stream] = body
        self.send_more()

    def send_more(self):
        for stream, body in list(self.unsent.items()):
            while body and (room := self.h2.local_flow_control_window(stream)) > 0:
                size = min(room, self.h2.max_outbound_frame_size, len(body))
                self.h2.send_data(stream, body[:size], end_stream=size == len(body))
                body = body[size:]
            self.unsent[stream] = body
            if not body:
                del self.unsent[stream]

    def raw(self, frame):
        self.flush()
        self.socket.sendall(frame.serialize())

    def raw_head(self, stream, fields, flags=("END_HEADERS",)):
        frame = frames.HeadersFrame(stream)
        frame.data = Encoder().encode(fields)
        for flag in flags:
            frame.flags.add(flag)
        self.raw(frame)

    def reset(self, stream, code):
        self.h2.reset_stream(stream, code)
        self.flush()

    def go_away(self, last_stream, code=0):
        # By hand, because hyper-h2 would let nothing follow.
        self.raw(frames.GoAwayFrame(0, last_stream_id=last_stream, error_code=code))

    def drop(self, hard=False):
        self.flush()
        if hard:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise ConnectionAbortedError


# When the request is there whole.


def who(connection, stream, count):
    """The connection's number, the method, the body's length, and how often this path was asked for."""
    method = connection.requests[stream][0][b":method"].decode()
    connection.answer(stream, f"{connection.number} {method} {connection.bodies[stream]} {count}".encode())


def count(connection, stream, count):
    """How often each path was asked for."""
    with lock:
        lines = [f"{path} {number}" for path, number in counts.items()]
    connection.answer(stream, "\n".join(lines).encode())


def large(connection, stream, count):
    connection.answer(stream, b"0123456789abcdef" * (1 << 19))


def trailers(connection, stream, count):
    connection.head(stream)
    connection.h2.send_data(stream, b"hello")
    connection.h2.send_headers(stream, [("x-trailer", "y")], end_stream=True)


def interim(connection, stream, count):
    for _ in range(20):
        connection.head(stream, 103, [("link", "</x>")])
    connection.answer(stream, b"hello")


def endless_interim(connection, stream, count):
    while True:
        connection.raw_head(stream, [(":status", "103"), ("link", "</x>")])


def settings(connection, stream, count):
    """Whether the client lets us push."""
    connection.answer(stream, str(connection.h2.remote_settings.enable_push).encode())


def push(connection, stream, count):
    frame = frames.PushPromiseFrame(stream, promised_stream_id=2)
    frame.data = Encoder().encode(
        [(":method", "GET"), (":path", "/x"), (":scheme", "https"), (":authority", "x")]
    )
    frame.flags.add("END_HEADERS")
    connection.raw(frame)


def go_away_after(connection, stream, count):
    connection.go_away(stream)
    who(connection, stream, count)


def go_away_before(connection, stream, count):
    if count == 1:
        connection.go_away(stream - 2 if stream > 1 else 0)
    else:
        who(connection, stream, count)


def refused_once(connection, stream, count):
    if count == 1:
        connection.reset(stream, h2.errors.ErrorCodes.REFUSED_STREAM)
    else:
        who(connection, stream, count)


def refused(connection, stream, count):
    connection.reset(stream, h2.errors.ErrorCodes.REFUSED_STREAM)


def reset(connection, stream, count):
    connection.reset(stream, h2.errors.ErrorCodes.INTERNAL_ERROR)


def http_1_1_required(connection, stream, count):
    connection.reset(stream, h2.errors.ErrorCodes.HTTP_1_1_REQUIRED)


def reset_in_body(connection, stream, count):
    connection.head(stream)
    connection.h2.send_data(stream, b"hello")
    connection.reset(stream, h2.errors.ErrorCodes.CANCEL)


def go_away_in_body(connection, stream, count):
    connection.head(stream)
    connection.h2.send_data(stream, b"hello")
    connection.go_away(0, h2.errors.ErrorCodes.INTERNAL_ERROR)


def drop(connection, stream, count):
    connection.drop()


def drop_hard(connection, stream, count):
    connection.drop(hard=True)


def drop_two(connection, stream, count):
    """Drops the connection when two wait on it for the first time."""
    if count > 1:
        return who(connection, stream, count)
    connection.waiting += 1
    if connection.waiting == 2:
        connection.drop(hard=True)


def drop_in_body(connection, stream, count):
    connection.head(stream)
    connection.h2.send_data(stream, b"hello")
    connection.drop()


def garbage(connection, stream, count):
    connection.flush()
    connection.socket.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")


def no_status(connection, stream, count):
    connection.raw_head(stream, [("x-a", "b")])


def wrong_length(connection, stream, count):
    connection.head(stream, 200, [("content-length", "7")])
    connection.h2.send_data(stream, b"hello", end_stream=True)


def silence(connection, stream, count):
    pass


def silence_in_body(connection, stream, count):
    connection.head(stream)
    connection.h2.send_data(stream, b"hello")


def pings(connection, stream, count):
    """Many, and then the answer."""
    for _ in range(5_000):
        connection.raw(frames.PingFrame(0, opaque_data=b"12345678"))
    who(connection, stream, count)


def endless_pings(connection, stream, count):
    """Nobody reads what the client says to them, and there is no answer."""
    while True:
        connection.raw(frames.PingFrame(0, opaque_data=b"12345678"))


def large_head(connection, stream, count):
    connection.head(stream, 200, [(f"x-{n}", "a" * 1_000) for n in range(50)], end=True)


def huge_head(connection, stream, count):
    connection.head(stream, 200, [(f"x-{n}", "a" * 1_000) for n in range(100)], end=True)


def endless_head(connection, stream, count):
    connection.raw_head(stream, [(":status", "200")], flags=())
    while True:
        frame = frames.ContinuationFrame(stream)
        frame.data = Encoder().encode([("x-a", "b" * 1_000)])
        connection.raw(frame)


def one_at_a_time(connection, stream, count):
    """Lets the client have no more than one stream, from now on."""
    connection.h2.update_settings({h2.settings.SettingCodes.MAX_CONCURRENT_STREAMS: 1})
    who(connection, stream, count)


# When only the request's head is there.


def refuse(connection, stream, fields, body, end=True):
    """Answers, and takes no more of the request."""
    connection.withholds_window = True
    connection.head(stream, 413, fields)
    for start in range(0, len(body), 16_384):
        connection.h2.send_data(stream, body[start : start + 16_384])
    if end:
        connection.h2.end_stream(stream)


def early_refusal(connection, stream, count):
    refuse(connection, stream, [("content-length", "9")], b"too large")


def early_refusal_large(connection, stream, count):
    refuse(connection, stream, [("content-length", "60000")], b"x" * 60_000)


def early_refusal_compressed(connection, stream, count):
    body = gzip.compress(b"too large " * 10)
    refuse(connection, stream, [("content-encoding", "gzip"), ("content-length", str(len(body)))], body)


def stalled(connection, stream, count):
    connection.withholds_window = True


# When the client may send no more of the body.


def early_silence(connection, stream, count):
    refuse(connection, stream, [], b"too", end=False)


def early_silence_with_length(connection, stream, count):
    refuse(connection, stream, [("content-length", "9")], b"too", end=False)


scenarios_when_stalled = {function.__name__: function for function in (early_silence, early_silence_with_length)}
scenarios_at_head = {
    **{name: stalled for name in scenarios_when_stalled},
    **{
        function.__name__: function
        for function in (early_refusal, early_refusal_compressed, early_refusal_large, stalled)
    },
}
scenarios_at_end = {
    function.__name__: function
    for function in (
        count, drop, drop_hard, drop_in_body, drop_two, endless_head, endless_interim, endless_pings, garbage,
        go_away_after, go_away_before, go_away_in_body, http_1_1_required, huge_head, interim, large,
        large_head, no_status, one_at_a_time, pings, push, refused, refused_once, reset, reset_in_body,
        settings, silence, silence_in_body, trailers, who, wrong_length,
    )
}


def play(plain, number, context):
    try:
        with context.wrap_socket(plain, server_side=True) as secure:
            Connection(secure, number).serve()
    except (OSError, h2.exceptions.ProtocolError):
        pass


def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    context.set_alpn_protocols(["h2", "http/1.1"])
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    for number in itertools.count():
        plain, _ = listener.accept()
        threading.Thread(target=play, args=(plain, number, context), daemon=True).start()


main()
