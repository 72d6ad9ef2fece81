"""When the provider fails: the right status, in the gateway's words, and no word of the provider's."""

import json
import time

import openai
import pytest

from product import PROVIDER_KEY
from provider import SECRET_TEXT
from wire import EventReader

FAILURES = [
    ("refuse", 502), ("close", 502), ("cut-whole", 502), ("garbage", 502), ("huge", 502), ("status-500", 502),
    ("status-503", 502), ("status-401", 502), ("status-403", 502), ("status-429", 429), ("hang", 504), ("no-key", 503),
]
# What fails before the first event of a stream: still a plain error with its status.
STREAM_FAILURES = [
    ("refuse", 502), ("close", 502), ("garbage", 502), ("status-500", 502), ("status-401", 502), ("status-429", 429),
    ("hang", 504), ("no-key", 503),
]


def assert_our_words(answer):
    text = answer.body.decode()
    for word in (SECRET_TEXT, PROVIDER_KEY, "10-0-0-7", "stack trace", "127.0.0.1"):
        assert word not in text, answer
    assert answer.header("x-request-id")


@pytest.mark.parametrize("model, status", FAILURES)
def test_a_failure_has_its_status(wire, provider, model, status):
    answer = wire.chat(model)
    assert answer.status == status, answer
    assert_our_words(answer)
    assert set(answer.error) == {"message", "type", "param", "code"}
    assert answer.header("x-litellm-call-id")


@pytest.mark.parametrize("model, status", STREAM_FAILURES)
def test_a_failure_before_the_first_event_has_its_status(wire, provider, model, status):
    answer = wire.chat(model, stream=True)
    assert answer.status == status, answer
    assert answer.header("content-type").startswith("application/json"), answer
    assert_our_words(answer)
    assert answer.error["message"]


def read_broken_stream(wire, provider, path, model):
    """The events of a stream that fails once its first event has been read, and the response's headers."""
    body = {"model": model, "messages": [{"role": "user", "content": "x"}], "stream": True}
    with wire.open("POST", path, body) as response:
        assert response.status == 200
        events = iter(EventReader(response))
        first = next(events)
        provider.proceed()
        return [first, *events], response.headers


@pytest.mark.parametrize("model", ["cut", "error-event", "hang-stream"])
def test_a_failure_within_a_stream_is_an_event_and_the_end(wire, provider, model):
    events, _ = read_broken_stream(wire, provider, "/v1/chat/completions", model)
    assert json.loads(events[0])["choices"][0]["delta"]["content"] == "one"
    last = json.loads(events[-1])
    assert set(last) == {"error"} and last["error"]["message"], events
    assert "[DONE]" not in events, "a broken stream must not look complete"
    assert SECRET_TEXT not in "".join(events)


@pytest.mark.parametrize("model", ["cut", "error-event"])
def test_a_broken_stream_of_the_gateways_own_format(wire, provider, model):
    events, headers = read_broken_stream(wire, provider, "/api/v1/completions", model)
    last = json.loads(events[-1])
    assert last["error"]["type"] == "PROVIDER_UNAVAILABLE", events
    assert last["requestId"] == headers["x-request-id"]
    assert "[DONE]" not in events and SECRET_TEXT not in "".join(events)


def test_openais_client_raises_on_a_broken_stream(client, provider):
    stream = client.chat.completions.create(
        model="cut", messages=[{"role": "user", "content": "x"}], stream=True)
    chunks = iter(stream)
    assert next(chunks).choices[0].delta.content == "one"
    provider.proceed()
    with pytest.raises(openai.APIError):
        list(chunks)


def test_the_providers_own_limit_says_when_to_come_back(wire, provider):
    answer = wire.chat("status-429")
    assert answer.status == 429
    assert answer.header("retry-after") == "7"
    assert answer.error["type"] == "rate_limit_error"


def test_a_request_that_the_provider_refuses_is_the_clients_to_mend(wire, provider):
    answer = wire.chat("status-400", temperature=3)
    assert answer.status == 400, answer
    assert "temperature must be at most 2" in answer.error["message"]
    assert len(provider.exchanges) == 1, "no other deployment could do better"


def test_a_missing_secret_is_named(wire):
    answer = wire.chat("no-key")
    assert answer.status == 503
    assert "NOT_SET_ANYWHERE" in answer.error["message"]


def test_a_timeout_ends_a_hanging_provider(wire, provider):
    started = time.monotonic()
    assert wire.chat("hang").status == 504
    assert 0.9 < time.monotonic() - started < 5


def test_the_reserve_answers_when_the_first_deployment_does_not(wire, provider):
    answer = wire.chat("reserve")
    assert answer.status == 200, answer
    assert answer.header("x-litellm-attempted-retries") == "1"
    assert answer.header("x-litellm-model-group") == "reserve"


def test_the_reserve_streams_when_the_first_deployment_does_not(wire, provider):
    answer = wire.chat("reserve", stream=True)
    assert answer.status == 200, answer
    assert answer.events()[-1] == "[DONE]"
    assert answer.header("x-litellm-attempted-retries") == "1"


def test_a_slow_head_is_waited_for(wire, provider):
    assert wire.chat("slow").status == 200


def test_openais_client_gets_the_errors_it_knows(client, provider):
    expected = {
        "status-429": openai.RateLimitError, "status-400": openai.BadRequestError, "hang": openai.InternalServerError,
    }
    for model, error in expected.items():
        with pytest.raises(error):
            client.chat.completions.create(model=model, messages=[{"role": "user", "content": "x"}])


def test_the_product_still_works_after_all_this(wire, provider):
    assert wire.chat("ok").status == 200
