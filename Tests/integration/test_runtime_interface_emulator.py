"""The functions under AWS's own Runtime Interface Emulator: the binaries that run on Lambda, unchanged.

The emulator buffers: it gives back the bytes of a streamed answer as they were sent, prelude included, once the stream
is over. Trailers it passes on to nobody, so that the error of a stream that failed shows in the stream only. Several
invocations at a time (AWS_LAMBDA_MAX_CONCURRENCY) it serves only from /var/task and /opt; see test_shutdown.py.
"""

import contextlib
import json
import os
import pathlib
import platform
import socket
import time
import urllib.error
import urllib.request

import pytest

from function import (
    BINARIES, Program, authorizer_event, chat_event, function_environment, sample, split_prelude,
)
from product import MASTER_KEY, ROOT
from wire import parse_events

READY_SECONDS = 30
# Another program may take a free port before the emulator does.
START_ATTEMPTS = 5
# As /proc/net/tcp has it.
LISTENING = "0A"


def emulator_binary():
    """The program inside the SAM CLI's package, for this machine."""
    machine = {"x86_64": "x86_64", "aarch64": "arm64"}[platform.machine()]
    pattern = f"lib/python3*/site-packages/samcli/local/rapid/aws-lambda-rie-{machine}"
    found = list((ROOT / ".venv/rie").glob(pattern))
    assert found, "the emulator is not installed; run `make setup`"
    return found[0]


def free_port():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        return holder.getsockname()[1]


def has_listener(process, port):
    """Whether it is this process that listens there; whoever else has taken the port would answer as well."""
    sockets = set()
    for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, _, state, *more = line.split()
        if state == LISTENING and int(local.partition(":")[2], 16) == port:
            sockets.add(f"socket:[{more[5]}]")
    with contextlib.suppress(FileNotFoundError):
        return any(os.readlink(file) in sockets for file in pathlib.Path(f"/proc/{process}/fd").iterdir())
    return False


class Emulator(Program):
    """The emulator with one function, which it starts with the first invocation."""

    def __init__(self, binary, environment, folder):
        for _ in range(START_ATTEMPTS):
            self.port = free_port()
            super().__init__(
                [
                    emulator_binary(), "--log-level", "info",
                    "--runtime-api-address", f"127.0.0.1:{free_port()}",
                    "--runtime-interface-emulator-address", f"127.0.0.1:{self.port}",
                    BINARIES / binary,
                ],
                environment, folder)
            if self.listens():
                return
            self.stop()
            assert "address already in use" in self.log.read_text(), self.log.read_text()
        raise AssertionError(f"the emulator found its ports taken {START_ATTEMPTS} times")

    def listens(self):
        """Waits until the emulator does; False when it has ended instead."""
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until:
            if self.process.poll() is not None:
                return False
            if has_listener(self.process.pid, self.port):
                return True
            time.sleep(0.02)
        raise AssertionError(f"the emulator does not listen after {READY_SECONDS} s")

    def invoke(self, event):
        """The payload of the answer to an event, which is JSON or bytes."""
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/2015-03-31/functions/function/invocations", data=body)
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.read()
        except urllib.error.HTTPError as error:
            # A function that could not start is a 502, and the error its payload.
            return error.read()

    def respond(self, event):
        """(status, headers, body) of the HTTP answer to an event of API Gateway."""
        prelude, body = split_prelude(self.invoke(event))
        return prelude["statusCode"], prelude["headers"], body


@pytest.fixture
def emulate(tmp_path, configuration_text):
    """Starts the emulator with a function; it is killed afterwards."""
    started = []

    def emulate(binary="GatewayFunction", without=(), **variables):
        configuration = tmp_path / "gateway.yaml"
        configuration.write_text(configuration_text)
        environment = function_environment(configuration, **variables)
        for name in without:
            del environment[name]
        emulator = Emulator(binary, environment, tmp_path)
        started.append(emulator)
        return emulator

    yield emulate
    for emulator in started:
        emulator.stop()


def test_the_gateway_answers_health_and_unknown_paths(emulate):
    gateway = emulate()
    status, headers, body = gateway.respond(sample("health"))
    assert (status, json.loads(body)["status"]) == (200, "healthy")
    assert headers["x-request-id"]
    status, _, body = gateway.respond({**chat_event("demo"), "path": "/nowhere"})
    assert status == 404 and json.loads(body)["error"]


def test_a_chat_reaches_the_provider_and_comes_back(emulate, provider):
    gateway = emulate()
    status, headers, body = gateway.respond(chat_event("ok", "a few words"))
    assert status == 200, body
    assert headers["content-type"].startswith("application/json")
    assert json.loads(body)["choices"][0]["message"]["content"] == "a few words"
    assert provider.last.json()["messages"] == [{"role": "user", "content": "a few words"}]


def test_a_stream_comes_back_event_by_event(emulate, provider):
    gateway = emulate()
    status, headers, body = gateway.respond(chat_event("ok", "a few words", stream=True))
    assert (status, headers["content-type"].split(";")[0]) == (200, "text/event-stream")
    *events, done = parse_events(body)
    assert done == "[DONE]"
    deltas = [json.loads(event)["choices"][0]["delta"].get("content", "") for event in events]
    assert "".join(deltas) == "a few words"


def test_a_stream_that_breaks_off_says_so_and_the_next_request_is_served(emulate, provider):
    gateway = emulate()
    provider.proceed()
    status, _, body = gateway.respond(chat_event("cut", stream=True))
    events = list(parse_events(body))
    assert status == 200 and "[DONE]" not in events
    assert json.loads(events[-1])["error"]
    assert gateway.respond(sample("health"))[0] == 200


@pytest.mark.parametrize("event", [b"", b"not JSON", b"\xff\xfe\x00", b"[]", b"{}", b'{"httpMethod":"GET"'])
def test_an_event_that_is_none_is_an_error_of_that_invocation_alone(emulate, event):
    gateway = emulate()
    error = json.loads(gateway.invoke(event))
    assert error["errorType"] == "Runtime.MalformedEvent", error
    assert gateway.respond(sample("health"))[0] == 200
    assert gateway.log.read_text().count("INIT START") == 1


def test_the_authorizer_allows_the_master_key_and_refuses_others(emulate):
    authorizer = emulate("AuthorizerFunction")
    policy = json.loads(authorizer.invoke(authorizer_event(MASTER_KEY)))
    statement = policy["policyDocument"]["Statement"][0]
    assert (statement["Effect"], policy["principalId"]) == ("Allow", "administrator")
    assert statement["Resource"].endswith("/dev/*")
    for key in (None, "x", "Bearer"):
        # API Gateway turns exactly this message into its 401.
        assert json.loads(authorizer.invoke(authorizer_event(key)))["errorMessage"] == "Unauthorized"


def test_the_tools_are_listed(emulate):
    status, _, body = emulate("MCPFunction").respond(sample("mcp-tools"))
    assert status == 200, body
    assert json.loads(body)["result"]["tools"]


def test_what_the_function_needs_and_has_not_is_told_at_its_start(emulate):
    authorizer = emulate("AuthorizerFunction", without=["API_KEY_TABLE_NAME"])
    error = json.loads(authorizer.invoke(authorizer_event(MASTER_KEY)))
    assert error["errorType"] == "Runtime.ConfigInvalid"
    assert "API_KEY_TABLE_NAME" in error["errorMessage"]


def test_one_sandbox_serves_two_hundred_requests_in_a_row(emulate):
    gateway = emulate()
    for number in range(200):
        status, _, body = gateway.respond(chat_event("demo", f"request {number}"))
        assert status == 200, body
    assert gateway.log.read_text().count("INIT START") == 1


def test_it_ends_in_good_order_when_the_emulator_does(emulate, provider):
    gateway = emulate()
    assert gateway.respond(sample("health"))[0] == 200
    assert gateway.terminate() == 0
    log = gateway.log.read_text()
    assert "graceful-shutdown" in log
    # What SIGKILL would have left behind.
    assert "did not exit after deadline" not in log and "Sending SIGKILL" not in log
