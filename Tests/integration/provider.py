"""An OpenAI-compatible provider that behaves, or misbehaves, as the model's name says.

Every request is recorded with its exact body bytes. Models:

    ok          one whole answer, or three chunks; repeats the last message's content
    literals    an answer with number literals and fields that no schema knows
    tools       a call of the first tool it was offered
    steps       a stream whose second chunk waits for `Provider.proceed()`, so that the first has been read by then
    endless     a stream that never ends by itself; `Provider.abandoned` is set when its reader goes away
    close       closes the connection without an answer
    hang        never answers
    hang-stream sends one chunk, then nothing
    cut         as steps, but breaks off behind the second chunk
    cut-whole   an answer that is shorter than its Content-Length
    garbage     200 with something that is not JSON; streamed: an event that is not JSON
    error-event as steps, with an error event instead of the second chunk
    slow        answers after 300 ms
    large       an answer of 2 MB
    huge        an answer of 40 MB
    status-NNN  that status, with an error text that must not reach a client (401, 403, 5xx) or may (400)
"""

import contextlib
import dataclasses
import http.server
import json
import threading
import time

WAIT_SECONDS = 15
SECRET_TEXT = "internal-host-10-0-0-7 stack trace of the provider"


@dataclasses.dataclass
class Exchange:
    """One request as the provider got it."""

    method: str
    path: str
    headers: list
    body: bytes

    def header(self, name):
        values = [value for key, value in self.headers if key.lower() == name]
        return values[0] if values else None

    def json(self):
        return json.loads(self.body)


class Provider:
    """Runs on a free port of loopback until `close`."""

    def __init__(self):
        self.exchanges = []
        self.go_on = threading.Event()
        self.finished = threading.Event()
        self.abandoned = threading.Event()
        self.closing = threading.Event()
        handler = type("Handler", (_Handler,), {"provider": self})
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.server.request_queue_size = 256
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def base_url(self):
        return f"http://127.0.0.1:{self.server.server_port}/v1"

    def forget(self):
        """Before a test: nothing recorded, nothing released."""
        self.exchanges.clear()
        for event in (self.go_on, self.finished, self.abandoned):
            event.clear()

    def proceed(self):
        self.go_on.set()

    @property
    def last(self):
        assert self.exchanges, "the provider was not asked"
        return self.exchanges[-1]

    def close(self):
        self.closing.set()
        self.go_on.set()
        self.server.shutdown()
        self.server.server_close()


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    provider = None

    def log_message(self, *_):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.provider.exchanges.append(Exchange(self.command, self.path, self.headers.items(), body))
        self.asked = json.loads(body)
        model = self.asked["model"]
        if model.startswith("status-"):
            return self.fail(int(model.removeprefix("status-")))
        behave = getattr(self, "do_" + model.replace("-", "_"), self.do_ok)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            behave()

    # Answers

    @property
    def is_streamed(self):
        return self.asked.get("stream") is True

    @property
    def wants_usage(self):
        return (self.asked.get("stream_options") or {}).get("include_usage") is True

    def do_ok(self):
        content = self.asked["messages"][-1].get("content")
        text = content if isinstance(content, str) else json.dumps(content)
        if not self.is_streamed:
            return self.send_completion(text)
        self.begin_stream()
        third = max(1, len(text) // 3)
        for piece in (text[:third], text[third : 2 * third], text[2 * third :]):
            self.send_chunk({"content": piece})
        self.end_stream()

    def do_literals(self):
        self.send_json(
            b'{"id":"chatcmpl-1","object":"chat.completion","created":1.7e9,"model":"literals","choices":[{"index":0,'
            b'"message":{"role":"assistant","content":"caf\\u00e9 \xf0\x9f\x8d\xb5"},"finish_reason":"stop",'
            b'"logprobs":null}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5},'
            b'"x_score":1.10,"x_big":12345678901234567890,"x_small":1E-400}')

    def do_tools(self):
        function = self.asked["tools"][0]["function"]["name"]
        call = {"id": "call_1", "type": "function", "function": {"name": function, "arguments": '{"city":"Oslo"}'}}
        if not self.is_streamed:
            message = {"role": "assistant", "content": None, "tool_calls": [call]}
            return self.send_completion(None, message=message, finish_reason="tool_calls")
        self.begin_stream()
        self.send_chunk({"role": "assistant", "content": None, "tool_calls": [{"index": 0, **call}]})
        self.end_stream("tool_calls")

    def do_steps(self):
        self.begin_stream()
        self.send_chunk({"content": "first"})
        self.provider.go_on.wait(WAIT_SECONDS)
        self.send_chunk({"content": " second"})
        self.end_stream()
        self.provider.finished.set()

    def do_endless(self):
        self.begin_stream()
        try:
            while not self.provider.closing.is_set():
                self.send_chunk({"content": "more "})
                time.sleep(0.01)
        except OSError:
            self.provider.abandoned.set()
            raise

    def do_close(self):
        self.close_connection = True

    def do_hang(self):
        self.provider.closing.wait(WAIT_SECONDS)
        self.close_connection = True

    def do_hang_stream(self):
        self.begin_stream()
        self.send_chunk({"content": "one"})
        self.do_hang()

    def do_cut(self):
        self.begin_stream()
        self.send_chunk({"content": "one"})
        self.provider.go_on.wait(WAIT_SECONDS)
        self.send_chunk({"content": " two"})
        self.close_connection = True

    def do_cut_whole(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b'{"id":"chatcmpl-1","choices":[')
        self.close_connection = True

    def do_garbage(self):
        if not self.is_streamed:
            return self.send_json(f"<html>{SECRET_TEXT}</html>".encode(), content_type="text/html")
        self.begin_stream()
        self.send_piece(f"data: {SECRET_TEXT}\n\n".encode())
        self.end_pieces()

    def do_error_event(self):
        self.begin_stream()
        self.send_chunk({"content": "one"})
        self.provider.go_on.wait(WAIT_SECONDS)
        self.send_piece(b'data: {"error":{"message":"%s","type":"server_error"}}\n\n' % SECRET_TEXT.encode())
        self.end_pieces()

    def do_slow(self):
        time.sleep(0.3)
        self.do_ok()

    def do_large(self):
        self.send_completion("x" * (2 << 20))

    def do_huge(self):
        self.send_completion("x" * (40 << 20))

    def fail(self, status):
        # A provider that repeats the credential it got, which some do.
        message = f"{SECRET_TEXT}: key {self.headers.get('Authorization')}"
        if status == 400:
            message = "temperature must be at most 2"
        error = json.dumps({"error": {"message": message, "type": "provider_error", "code": None}}).encode()
        self.send_json(error, status=status, headers={"Retry-After": "7"} if status == 429 else {})

    # Pieces

    def send_json(self, body, status=200, headers={}, content_type="application/json"):
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def send_completion(self, text, message=None, finish_reason="stop"):
        message = message or {"role": "assistant", "content": text}
        answer = {
            "id": "chatcmpl-provider", "object": "chat.completion", "created": 1787306400, "model": self.asked["model"],
            "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
            "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18},
        }
        self.send_json(json.dumps(answer).encode())

    def begin_stream(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def send_chunk(self, delta, finish_reason=None):
        self.send_event(choices=[{"index": 0, "delta": delta, "finish_reason": finish_reason}])

    def send_event(self, **members):
        event = {
            "id": "chatcmpl-provider", "object": "chat.completion.chunk", "created": 1787306400,
            "model": self.asked["model"], **members,
        }
        self.send_piece(b"data: " + json.dumps(event).encode() + b"\n\n")

    def end_stream(self, finish_reason="stop"):
        self.send_chunk({}, finish_reason)
        if self.wants_usage:
            self.send_event(choices=[], usage={"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18})
        self.send_piece(b"data: [DONE]\n\n")
        self.end_pieces()

    def send_piece(self, data):
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def end_pieces(self):
        self.wfile.write(b"0\r\n\r\n")
