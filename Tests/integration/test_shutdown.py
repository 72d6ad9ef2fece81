"""SIGTERM, which Lambda sends a function before it ends its sandbox: the release binaries and a Runtime API."""

import json
import os

import pytest

from function import (
    BINARIES, Program, await_requests, chat_event, function_environment, sample, split_prelude,
)
from runtime_api import RuntimeAPI

HEALTH = json.dumps(sample("health")).encode()
NEXT = "GET /2018-06-01/runtime/invocation/next"


@pytest.fixture
def api():
    api = RuntimeAPI()
    yield api
    api.close()


@pytest.fixture
def start(tmp_path, configuration_text):
    """Starts a function against a Runtime API; it is killed afterwards."""
    started = []

    def start(api, binary="GatewayFunction", **variables):
        configuration = tmp_path / "gateway.yaml"
        configuration.write_text(configuration_text)
        variables["AWS_LAMBDA_RUNTIME_API"] = api.address
        program = Program([BINARIES / binary], function_environment(configuration, **variables), tmp_path)
        started.append(program)
        return program

    yield start
    for program in started:
        program.stop()


@pytest.mark.parametrize("binary", ["GatewayFunction", "AuthorizerFunction", "MCPFunction"])
def test_a_function_asks_for_the_signal_before_its_first_event(api, start, binary):
    function = start(api, binary)
    api.await_next()
    assert api.extension_waits.wait(10)
    assert api.requests[0] == "POST /2020-01-01/extension/register"
    assert sorted(api.requests[1:]) == [NEXT, "GET /2020-01-01/extension/event/next"]
    assert function.terminate() == 0
    assert [entry for entry in function.entries() if entry["level"] in ("WARN", "ERROR")] == []


def test_it_ends_as_well_where_there_is_no_extensions_api(start):
    api = RuntimeAPI(extensions=False)
    function = start(api)
    api.await_next()
    assert api.requests == ["POST /2020-01-01/extension/register", NEXT]
    api.hand(HEALTH, "id-1")
    assert api.answer()[0] == "invocation/id-1/response"
    api.await_next()
    assert function.terminate() == 0
    api.close()


def test_an_invocation_that_waits_for_a_provider_is_answered_and_logged(api, start, provider):
    function = start(api)
    api.await_next()
    api.hand(json.dumps(chat_event("hang-long")).encode(), "id-1")
    await_requests(provider)
    assert function.terminate() == 0
    path, answer = api.answer()
    assert path == "invocation/id-1/response"
    prelude, body = split_prelude(answer)
    assert prelude["statusCode"] >= 500 and json.loads(body)["error"]
    assert "request" in function.messages()
    assert api.requests.count(NEXT) == 1


def test_a_stream_that_has_begun_is_ended(api, start, provider):
    function = start(api)
    api.await_next()
    api.hand(json.dumps(chat_event("endless", stream=True)).encode(), "id-1")
    await_requests(provider)
    assert function.terminate() == 0
    path, answer = api.answer()
    assert path == "invocation/id-1/response"
    assert b"data: [DONE]" not in answer
    assert "request" in function.messages()


def test_many_invocations_at_once_are_all_finished(api, start, provider):
    count = 8
    function = start(api, AWS_LAMBDA_MAX_CONCURRENCY=str(count))
    api.await_next(count)
    for number in range(count - 1):
        api.hand(json.dumps(chat_event("hang-long")).encode(), f"id-{number}")
    await_requests(provider, count - 1)
    assert function.terminate() == 0
    answered = sorted(api.answer()[0] for _ in range(count - 1))
    assert answered == [f"invocation/id-{number}/response" for number in range(count - 1)]
    assert function.messages().count("request") == count - 1


def test_it_ends_in_time_while_a_line_of_its_log_is_not_taken(api, start, tmp_path):
    log = tmp_path / "output.log"
    os.mkfifo(log)
    reader = os.open(log, os.O_RDONLY | os.O_NONBLOCK)
    filler = os.open(log, os.O_WRONLY | os.O_NONBLOCK)
    function = start(api)
    api.await_next()
    with pytest.raises(BlockingIOError):
        while True:
            os.write(filler, b"x" * 4096)
    # The line that every request ends with has no room.
    api.hand(HEALTH, "id-1")
    assert api.answer()[0] == "invocation/id-1/response"
    assert function.terminate() == 0
    assert api.requests.count(NEXT) == 1
    os.close(filler)
    os.close(reader)
