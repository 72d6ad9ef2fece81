"""What clients should not send: refused with the right status and a message that helps, and nothing breaks."""

import json

import pytest

CHAT = "/v1/chat/completions"
USER = {"role": "user", "content": "x"}

MALFORMED = {
    "nothing": b"",
    "white space": b"  \n",
    "an open brace": b"{",
    "an open string": b'{"model":"dem',
    "a trailing comma": b'{"model":"demo","messages":[],}',
    "two values": b'{"model":"demo"} {"model":"demo"}',
    "single quotes": b"{'model':'demo'}",
    "not a number": b'{"model":"demo","temperature":NaN}',
    "a leading zero": b'{"model":"demo","seed":01}',
    "a control character": b'{"model":"de\x01mo"}',
    "a lone surrogate": b'{"model":"demo","messages":[{"role":"user","content":"\\ud800"}]}',
    "invalid UTF-8": b'{"model":"demo","messages":[{"role":"user","content":"\xff\xfe"}]}',
    "overlong UTF-8": b'{"model":"demo","messages":[{"role":"user","content":"\xc0\xaf"}]}',
    "cut UTF-8": b'{"model":"demo","messages":[{"role":"user","content":"\xe4\xb8"}]}',
    "a byte order mark in UTF-16": '{"model":"demo"}'.encode("utf-16"),
    "a form": b"model=demo&messages=x",
    "a key twice": b'{"model":"demo","model":"ok","messages":[{"role":"user","content":"x"}]}',
    "an array": b"[]",
    "a string": b'"demo"',
    "null": b"null",
    "10,000 levels of arrays": b'{"model":"demo","messages":' + b"[" * 10_000 + b"]" * 10_000 + b"}",
    "10,000 levels of objects": b'{"x":' * 10_000 + b"1" + b"}" * 10_000,
    "100,000 open brackets": b"[" * 100_000,
}

WRONG = {
    "no model": ({"messages": [USER]}, "model"),
    "no messages": ({"model": "demo"}, "messages"),
    "an empty model": ({"model": "", "messages": [USER]}, "model"),
    "a number as model": ({"model": 1, "messages": [USER]}, "model"),
    "null as model": ({"model": None, "messages": [USER]}, "model"),
    "no message": ({"model": "demo", "messages": []}, "messages"),
    "text as messages": ({"model": "demo", "messages": "x"}, "messages"),
    "text as a message": ({"model": "demo", "messages": ["x"]}, "messages[0]"),
    "a message without a role": ({"model": "demo", "messages": [{"content": "x"}]}, "messages[0].role"),
    "a number as role": ({"model": "demo", "messages": [USER, {"role": 1}]}, "messages[1].role"),
    "a number as content": ({"model": "demo", "messages": [{"role": "user", "content": 1}]}, "messages[0].content"),
    "text as stream": ({"model": "demo", "messages": [USER], "stream": "yes"}, "stream"),
    "text as temperature": ({"model": "demo", "messages": [USER], "temperature": "hot"}, "temperature"),
    "an object as tools": ({"model": "demo", "messages": [USER], "tools": {}}, "tools"),
    "text as stream options": ({"model": "demo", "messages": [USER], "stream_options": "x"}, "stream_options"),
    "an unknown model": ({"model": "no-such-model", "messages": [USER]}, "model"),
    "a path as model": ({"model": "../../demo", "messages": [USER]}, "model"),
    "a model in another case": ({"model": "DEMO", "messages": [USER]}, "model"),
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_malformed_json_is_refused(wire, body):
    answer = wire.post(CHAT, body)
    assert answer.status == 400, answer
    assert answer.error["type"] == "invalid_request_error"
    assert answer.error["message"]


@pytest.mark.parametrize("body, parameter", WRONG.values(), ids=WRONG)
def test_a_wrong_field_is_named(wire, body, parameter):
    answer = wire.post(CHAT, body)
    assert answer.status == 400, answer
    assert answer.error["param"] == parameter, answer
    assert parameter in answer.error["message"] or parameter == "model", answer


def test_an_unknown_model_has_openais_code(wire):
    assert wire.chat("no-such-model").error["code"] == "model_not_found"


def test_a_message_does_not_repeat_what_was_sent(wire):
    hostile = "<script>alert(1)</script>"
    for body in ({"model": hostile, "messages": [USER]}, {"model": "demo", "messages": hostile}):
        assert hostile.encode() not in wire.post(CHAT, body).body


@pytest.mark.parametrize("megabytes", [6, 11])
def test_a_body_over_the_limit_is_too_large(wire, megabytes):
    body = {"model": "demo", "messages": [{"role": "user", "content": "x" * (megabytes << 20)}]}
    answer = wire.post(CHAT, body)
    assert answer.status == 413, answer
    assert answer.error["message"]


def test_a_large_body_under_the_limit_is_served(wire, provider):
    answer = wire.chat("ok", "x" * (4 << 20))
    assert answer.status == 200, (answer.status, answer.body[:300])
    assert len(provider.last.json()["messages"][0]["content"]) == 4 << 20


def test_a_body_that_is_all_escapes_is_served(wire, provider):
    """Each byte takes six on its way through the proxy event."""
    text = "\x01" * 200_000
    assert wire.chat("ok", text).json()["choices"][0]["message"]["content"] == text


def test_a_body_without_a_content_type_is_read_as_json(wire):
    body = json.dumps({"model": "demo", "messages": [USER]}).encode()
    assert wire.post(CHAT, body, headers={"Content-Type": ""}).status == 200
    assert wire.post(CHAT, body, headers={"Content-Type": "text/plain"}).status == 200


@pytest.mark.parametrize("value", [
    b"a\r\n set-cookie: x=1", b"a\nset-cookie: x=1", b"a\x00b", b"a\tb", b'"}{"', b"\xff\xfe", b"${jndi:ldap://x}",
    b"x" * 5000, b"", b"a b", b"<script>", b"%0d%0aset-cookie:x=1",
], ids=lambda value: repr(value[:30]))
def test_nothing_can_be_injected_through_the_request_id(wire, value):
    received = wire.raw(
        b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Request-Id: " + value + b"\r\n\r\n")
    head = received.split(b"\r\n\r\n")[0].lower()
    assert head.startswith((b"http/1.1 200", b"http/1.1 400", b"http/1.1 431")), received
    assert b"\nset-cookie" not in head, received
    if head.startswith(b"http/1.1 200"):
        (request_id,) = [line[14:] for line in head.split(b"\r\n") if line.startswith(b"x-request-id: ")]
        assert request_id and request_id != value.lower().strip(), received


@pytest.mark.parametrize("path", [
    "/v1/chat/completions/", "/v1//chat/completions", "/v1/chat%2Fcompletions", "/v1/./models", "/v1/%2e%2e/key/info",
    "/%00", "/%ff", "/v1/models?x=%00&y=%ff&=&&", "/" + "a" * 4000, "/v1/models/%F0%9F%8D%B5",
], ids=lambda path: path[:30])
def test_odd_paths_are_answered(wire, path):
    answer = wire.get(path)
    assert answer.status in (200, 400, 404, 405, 414), answer
    answer.json()


def test_the_product_still_works_after_all_this(wire):
    assert wire.chat("demo").status == 200
