"""/api/v1/completions: the gateway's own format (A8.2) and its errors (A8.4)."""

import json
import re

import pytest

from clock import stay_within_a_minute

MESSAGES = [{"role": "user", "content": "Hello"}]


def complete(wire, model, messages=MESSAGES, **more):
    return wire.post("/api/v1/completions", {"model": model, "messages": messages, **more})


@pytest.mark.parametrize("model", ["demo", "ok"])
def test_a_whole_answer_has_the_shape_of_A8_2(wire, provider, model):
    answer = complete(wire, model)
    assert answer.status == 200, answer
    value = answer.json()
    assert set(value) == {"id", "model", "choices", "usage", "cost", "latency", "provider"}
    (choice,) = value["choices"]
    assert set(choice) == {"index", "message", "finishReason"}
    assert choice["index"] == 0 and choice["finishReason"] == "stop"
    assert choice["message"]["role"] == "assistant" and choice["message"]["content"]
    assert set(value["usage"]) == {"promptTokens", "completionTokens", "totalTokens"}
    assert value["provider"] == "openai"
    assert isinstance(value["latency"], (int, float)) and value["latency"] >= 0


def test_the_cost_is_computed_from_the_deployments_prices(wire):
    value = complete(wire, "demo").json()
    usage = value["usage"]
    assert value["cost"] == pytest.approx(usage["promptTokens"] * 1e-6 + usage["completionTokens"] * 2e-6)
    assert complete(wire, "ok").json()["cost"] is None, "no price is known, so a number would be a claim"


def test_options_reach_the_provider_in_its_own_words(wire, provider):
    named = [{"role": "user", "content": "Hello", "name": "ann"}]
    assert complete(wire, "ok", named, temperature=0.70, maxTokens=12).status == 200
    sent = provider.last.json()
    assert (sent["temperature"], sent["max_tokens"], sent["messages"]) == (0.70, 12, named)
    assert "maxTokens" not in sent


@pytest.mark.parametrize("model", ["demo", "ok"])
def test_a_streamed_answer_comes_in_the_same_words(wire, provider, model):
    answer = complete(wire, model, stream=True)
    assert answer.status == 200, answer
    assert answer.header("content-type").startswith("text/event-stream")
    *events, last, done = answer.events()
    assert done == "[DONE]"
    events, last = [json.loads(event) for event in events], json.loads(last)
    text = "".join(event["choices"][0]["delta"].get("content") or "" for event in events)
    assert text == {"demo": "Hello from the mock, word by word.", "ok": "Hello"}[model]
    assert [event["choices"][0]["finishReason"] for event in events][-1] == "stop"
    assert last["choices"] == []
    assert last["usage"]["totalTokens"] > 0 and last["provider"] == "openai" and "cost" in last and "latency" in last


def assert_A8_4(answer, status, kind):
    assert answer.status == status, answer
    value = answer.json()
    assert set(value) == {"error", "requestId", "timestamp"}, answer
    assert value["error"]["type"] == kind, answer
    assert set(value["error"]) <= {"type", "message", "code", "details", "retryAfter"}
    assert value["error"]["message"] and value["error"]["code"]
    assert value["requestId"] == answer.header("x-request-id")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", value["timestamp"])


@pytest.mark.parametrize("body", [
    b"", b"{", b"[]", b"null", b'{"model":"demo"}', b'{"messages":[]}', b'{"model":7,"messages":[]}',
    b'{"model":"demo","messages":[]}', b'{"model":"demo","messages":[{"content":"x"}]}',
    b'{"model":"demo","messages":[{"role":"user","content":"x"}],"maxTokens":0}',
    b'{"model":"demo","messages":[{"role":"user","content":"x"}],"temperature":"hot"}',
    b'{"model":"demo","messages":[{"role":"user","content":"x"}],"unknownField":1}',
    b'{"model":"no-such-model","messages":[{"role":"user","content":"x"}]}',
])
def test_a_bad_request_is_refused(wire, body):
    assert_A8_4(wire.post("/api/v1/completions", body), 400, "INVALID_REQUEST")


def test_a_missing_key_is_refused(anonymous):
    """By API Gateway, which has one answer for every route: it holds what the dialects have in common."""
    answer = complete(anonymous, "demo")
    assert answer.status == 401, answer
    assert answer.error["message"] and answer.error["code"] == "invalid_api_key"
    assert answer.json()["requestId"] == answer.header("x-request-id")


def test_a_reached_limit_says_when_to_come_back(product, make_key):
    wire = product.wire.with_key(make_key(rpm_limit=1))
    stay_within_a_minute(5)
    assert complete(wire, "demo").status == 200
    answer = complete(wire, "demo")
    assert_A8_4(answer, 429, "RATE_LIMIT_EXCEEDED")
    assert int(answer.header("retry-after")) == answer.error["retryAfter"] > 0


@pytest.mark.parametrize("model, status", [("refuse", 502), ("status-500", 502), ("hang", 504), ("no-key", 503)])
def test_a_failing_provider_is_unavailable(wire, provider, model, status):
    assert_A8_4(complete(wire, model), status, "PROVIDER_UNAVAILABLE")


def test_an_unknown_route_of_the_api_is_not_found(wire):
    assert_A8_4(wire.get("/api/v1/no-such-route"), 404, "INVALID_REQUEST")
