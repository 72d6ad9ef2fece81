"""Routes, methods, CORS and the headers of every response."""

import uuid

import pytest

LLM_HEADERS = [
    "x-litellm-call-id", "x-litellm-model-id", "x-litellm-model-group", "x-litellm-response-duration-ms",
    "x-litellm-overhead-duration-ms", "x-litellm-attempted-retries", "x-litellm-attempted-fallbacks",
    "x-litellm-cache-hit",
]


def test_an_unknown_route_is_not_found(wire):
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        answer = wire.request(method, "/v1/no/such/route", b"{}" if method in ("POST", "PUT", "PATCH") else None)
        assert answer.status == 404, (method, answer)
        assert answer.error["type"] == "invalid_request_error"


def test_the_root_is_not_found(wire):
    assert wire.get("/").status == 404


@pytest.mark.parametrize("method, path", [
    ("GET", "/v1/chat/completions"), ("PUT", "/v1/chat/completions"), ("DELETE", "/v1/models"), ("POST", "/v1/models"),
    ("GET", "/key/generate"), ("POST", "/health"), ("PATCH", "/api/v1/products"),
])
def test_a_wrong_method_is_refused(wire, method, path):
    answer = wire.request(method, path, b"{}" if method in ("PUT", "POST", "PATCH") else None)
    assert answer.status == 405, answer
    assert answer.error["message"]


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/models", "/api/v1/completions", "/mcp", "/key/generate"])
def test_browsers_may_ask_from_other_origins(anonymous, path):
    answer = anonymous.request("OPTIONS", path, headers={
        "Origin": "https://app.example.com", "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    })
    assert answer.status in (200, 204), answer
    assert answer.header("access-control-allow-origin") in ("*", "https://app.example.com")
    allowed = (answer.header("access-control-allow-headers") or "").lower()
    assert "authorization" in allowed and "content-type" in allowed and "x-api-key" in allowed, answer
    methods = answer.header("access-control-allow-methods") or ""
    assert "POST" in methods or "GET" in methods or methods == "*", answer


def test_answers_can_be_read_from_other_origins(wire, anonymous):
    origin = {"Origin": "https://app.example.com"}
    for answer in (
        wire.chat("demo", headers=origin), wire.chat("demo", stream=True, headers=origin),
        wire.chat("no-such-model", headers=origin), anonymous.get("/v1/models", headers=origin),
    ):
        assert answer.header("access-control-allow-origin") in ("*", "https://app.example.com"), answer


@pytest.mark.parametrize("request_id", ["abc", "trace-1234_5.6", str(uuid.UUID(int=7))])
def test_a_sane_request_id_comes_back(wire, anonymous, request_id):
    headers = {"X-Request-Id": request_id}
    for answer in (
        wire.chat("demo", headers=headers), wire.chat("demo", stream=True, headers=headers),
        wire.chat("no-such-model", headers=headers), anonymous.get("/health", headers=headers),
        wire.get("/no/such/route", headers=headers), wire.get("/api/v1/products", headers=headers),
    ):
        assert answer.header("x-request-id") == request_id, answer


def test_every_response_has_a_request_id_of_its_own(wire, anonymous):
    answers = [
        wire.chat("demo"), wire.chat("demo", stream=True), wire.chat("no-such-model"), wire.get("/v1/models"),
        anonymous.get("/health"), anonymous.get("/v1/models"), wire.get("/no/such/route"),
        wire.request("PUT", "/v1/models", b"{}"), wire.get("/api/v1/products"), wire.post("/mcp", b"{"),
    ]
    ids = [answer.header("x-request-id") for answer in answers]
    assert all(ids), ids
    assert len(set(ids)) == len(ids), ids


@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize("model", ["demo", "ok"])
def test_an_llm_response_has_litellms_headers(wire, provider, model, streamed):
    answer = wire.chat(model, stream=streamed)
    missing = [name for name in LLM_HEADERS if answer.header(name) is None]
    assert not missing, f"missing {missing}: {answer}"
    assert answer.header("x-litellm-model-group") == model
    assert answer.header("x-litellm-attempted-retries") == "0"
    assert answer.header("x-litellm-cache-hit").lower() == "false"
    duration, overhead = (float(answer.header(f"x-litellm-{name}-duration-ms")) for name in ("response", "overhead"))
    assert duration >= overhead >= 0


def test_the_models_own_id_and_the_cost_are_told(wire):
    answer = wire.chat("demo")
    assert answer.header("x-litellm-model-id") == "demo-1"
    usage = answer.json()["usage"]
    cost = usage["prompt_tokens"] * 1e-6 + usage["completion_tokens"] * 2e-6
    assert float(answer.header("x-litellm-response-cost")) == pytest.approx(cost)


def test_call_ids_differ(wire):
    assert wire.chat("demo").header("x-litellm-call-id") != wire.chat("demo").header("x-litellm-call-id")


def test_the_overhead_does_not_count_the_provider(wire, provider):
    answer = wire.chat("slow")
    assert float(answer.header("x-litellm-response-duration-ms")) >= 300
    assert float(answer.header("x-litellm-overhead-duration-ms")) < 200


def test_the_limits_of_a_key_are_told(product, make_key):
    answer = product.wire.with_key(make_key(rpm_limit=500)).chat("demo")
    assert answer.header("x-ratelimit-limit-requests") == "500"
    assert answer.header("x-ratelimit-remaining-requests") == "499"
    assert answer.header("x-ratelimit-reset-requests")


def test_error_bodies_are_json(wire, anonymous):
    for answer in (wire.chat("no-such-model"), wire.get("/no/such/route"), anonymous.get("/v1/models")):
        assert answer.header("content-type").startswith("application/json"), answer
