"""Nothing secret, and nothing that a client or provider said, stands in an answer or in a log."""

import json

from provider import SECRET_TEXT

PROMPT = "the-patient-is-called-Wilhelmina-Quist"
LEAKING = ("status-401", "status-403", "status-500", "status-429", "garbage", "cut-whole", "close", "refuse", "no-key")


def test_logs_hold_no_secret_and_no_content(product, wire, make_key, provider, secrets_in_use):
    keys = [make_key(user_id="ann"), make_key(rpm_limit=1)]
    for key in keys:
        own = product.wire.with_key(key)
        for model in ("ok", "demo"):
            own.chat(model, PROMPT)
            own.chat(model, PROMPT, stream=True)
    for model in LEAKING:
        wire.chat(model, PROMPT)
        wire.chat(model, PROMPT, stream=True)
    provider.proceed()
    for broken in ("cut", "error-event"):
        wire.chat(broken, PROMPT, stream=True)
    wire.post("/v1/chat/completions", json.dumps({"model": "demo", "messages": PROMPT}).encode()[:-3])
    wire.with_key("sk-unknown-" + PROMPT).chat("demo")
    wire.get(f"/key/info?key={keys[0]}")
    wire.post("/key/delete", {"keys": keys}, headers={"X-Request-Id": "the-last-of-these"})

    logs = product.logs(awaited=b"the-last-of-these")
    assert any(b"requestId" in text or b"request_id" in text for text in logs.values()), "nothing was logged at all"
    for name, text in logs.items():
        for secret in [*secrets_in_use, *keys, "sk-unknown-" + PROMPT]:
            assert secret.encode() not in text, f"{name} holds a key"
        assert PROMPT.encode() not in text, f"{name} holds a prompt"
        assert SECRET_TEXT.encode() not in text, f"{name} holds a provider's words"


def test_each_request_leaves_a_line_with_its_id(product, wire):
    wire.chat("demo", headers={"X-Request-Id": "find-me-in-the-log"})
    logs = product.logs(awaited=b"find-me-in-the-log")
    assert any(b"find-me-in-the-log" in text for text in logs.values())


def test_a_request_id_cannot_forge_a_log_line(product, wire):
    wire.raw(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Request-Id: x\",\"level\":\"forged\r\n\r\n")
    for name, text in product.logs().items():
        assert b'"level":"forged' not in text, name
