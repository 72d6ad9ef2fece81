"""The product server on the wire: the rows of MCP 2026-07-28 "Streamable HTTP" and of 2025-11-25."""

import base64

import pytest

from clock import stay_within_a_minute

MODERN = "2026-07-28"
META = {
    "io.modelcontextprotocol/protocolVersion": MODERN,
    "io.modelcontextprotocol/clientCapabilities": {},
    "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
}
ACCEPT = {"Accept": "application/json, text/event-stream"}


def message(method, params=None, **more):
    return {"jsonrpc": "2.0", "id": 7, "method": method, "params": {"_meta": META, **(params or {})}, **more}


def headers(method, name=None, **more):
    sent = {**ACCEPT, "MCP-Protocol-Version": MODERN, "Mcp-Method": method}
    if name is not None:
        sent["Mcp-Name"] = name
    sent.update({key.replace("_", "-"): value for key, value in more.items()})
    return {key: value for key, value in sent.items() if value is not None}


def ask(wire, method, params=None, name=None, **more):
    return wire.post("/mcp", message(method, params), headers=headers(method, name, **more))


def result(answer):
    assert answer.status == 200, answer
    value = answer.json()
    assert value["jsonrpc"] == "2.0" and value["id"] == 7 and "error" not in value, answer
    assert answer.header("mcp-session-id") is None
    return value["result"]


def assert_error(answer, status, code):
    assert answer.status == status, answer
    assert answer.error["code"] == code, answer
    assert answer.error["message"]


# 2026-07-28

def test_discover_describes_the_server(wire):
    described = result(ask(wire, "server/discover"))
    assert MODERN in described["supportedVersions"] and "2025-11-25" in described["supportedVersions"]
    assert described["capabilities"]["tools"] == {}, "no listChanged: no stream could carry it"
    assert described["resultType"] == "complete"
    assert described["ttlMs"] >= 0 and described["cacheScope"] in ("public", "private")


def test_tools_are_listed_in_a_fixed_order(wire):
    first, second = (result(ask(wire, "tools/list")) for _ in range(2))
    assert first["tools"] == second["tools"]
    assert first["ttlMs"] >= 0 and first["cacheScope"] in ("public", "private")
    for tool in first["tools"]:
        assert tool["inputSchema"]["type"] == "object"
        assert "$ref" not in str(tool["inputSchema"]), "several clients can't follow one"


def test_a_tool_is_called(wire):
    called = result(ask(wire, "tools/call", {"name": "product_search", "arguments": {"limit": 1}}, "product_search"))
    assert len(called["structuredContent"]["products"]) == 1
    assert called["content"][0]["type"] == "text"
    assert called.get("isError") is not True


def test_a_name_may_come_encoded(wire):
    encoded = "=?base64?" + base64.b64encode(b"product_search").decode() + "?="
    assert result(ask(wire, "tools/call", {"name": "product_search", "arguments": {}}, encoded))


def test_a_method_that_is_not_there(wire):
    assert_error(ask(wire, "resources/list"), 404, -32601)
    assert_error(ask(wire, "initialize"), 404, -32601)


def test_headers_that_contradict_the_body(wire):
    call = {"name": "product_search", "arguments": {}}
    assert_error(ask(wire, "tools/list", MCP_Protocol_Version=None), 400, -32020)
    assert_error(ask(wire, "tools/list", MCP_Protocol_Version="2025-11-25"), 400, -32020)
    assert_error(ask(wire, "tools/list", Mcp_Method=None), 400, -32020)
    assert_error(ask(wire, "tools/list", Mcp_Method="tools/call"), 400, -32020)
    assert_error(ask(wire, "tools/call", call), 400, -32020)
    assert_error(ask(wire, "tools/call", call, "another_tool"), 400, -32020)


def test_a_version_that_is_not_spoken(wire):
    meta = {**META, "io.modelcontextprotocol/protocolVersion": "1900-01-01"}
    body = {"jsonrpc": "2.0", "id": 7, "method": "tools/list", "params": {"_meta": meta}}
    answer = wire.post("/mcp", body, headers=headers("tools/list", MCP_Protocol_Version="1900-01-01"))
    assert_error(answer, 400, -32022)
    assert answer.error["data"]["requested"] == "1900-01-01" and MODERN in answer.error["data"]["supported"]


def test_required_metadata_that_is_missing(wire):
    meta = {key: value for key, value in META.items() if not key.endswith("clientCapabilities")}
    body = {"jsonrpc": "2.0", "id": 7, "method": "tools/list", "params": {"_meta": meta}}
    assert_error(wire.post("/mcp", body, headers=headers("tools/list")), 400, -32602)


def test_wrong_parameters(wire):
    assert_error(ask(wire, "tools/call", {"name": "no_such_tool", "arguments": {}}, "no_such_tool"), 400, -32602)
    assert_error(ask(wire, "tools/call", {"name": "product_search", "arguments": []}, "product_search"), 400, -32602)
    assert_error(ask(wire, "tools/list", {"cursor": "made up"}), 400, -32602)


def test_a_wrong_argument_is_for_the_model_to_read(wire):
    called = result(ask(
        wire, "tools/call", {"name": "product_search", "arguments": {"limit": "many"}}, "product_search"))
    assert called["isError"] is True and "limit" in called["content"][0]["text"]


@pytest.mark.parametrize(
    "body", [b"{", b"", b"\xff", b'{"jsonrpc":"2.0","id":7,"method":"tools/list",}', b"[" * 10_000],
    ids=lambda body: repr(body[:20]))
def test_what_is_not_json(wire, body):
    assert_error(wire.post("/mcp", body, headers=ACCEPT), 400, -32700)


@pytest.mark.parametrize("body", [
    [], [message("tools/list")], 1, "x", {"jsonrpc": "1.0", "id": 7, "method": "ping"}, {"id": 7, "method": "ping"},
    {"jsonrpc": "2.0", "id": 7}, {"jsonrpc": "2.0", "id": 7, "method": 1},
    {"jsonrpc": "2.0", "id": {}, "method": "ping"}, {"jsonrpc": "2.0", "id": None, "method": "ping"},
], ids=lambda body: str(body)[:60])
def test_what_is_no_message(wire, body):
    answer = wire.post("/mcp", body, headers=ACCEPT)
    assert_error(answer, 400, -32600)


def test_other_http_methods(wire):
    for method in ("GET", "DELETE"):
        answer = wire.request(method, "/mcp", headers={"Accept": "text/event-stream"})
        assert answer.status == 405, answer
        assert answer.header("allow") == "POST"


def test_a_foreign_origin_is_refused(wire):
    for origin in ("https://evil.example", "null", "http://127.0.0.1.evil.example"):
        assert ask(wire, "tools/list", Origin=origin).status == 403, origin
    assert ask(wire, "tools/list", Origin="http://localhost:3000").status == 200


def test_a_notification_is_accepted_without_an_answer(wire):
    body = {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"_meta": META, "requestId": 1}}
    answer = wire.post("/mcp", body, headers=headers("notifications/cancelled"))
    # API Gateway names a content type even here; what counts is that nothing follows.
    assert (answer.status, answer.body) == (202, b""), answer


def test_ids_come_back_as_they_were(wire):
    for number in ("a", "0", 0, -1, 9007199254740991):
        answer = wire.post("/mcp", message("tools/list", id=number), headers=headers("tools/list"))
        assert answer.json()["id"] == number


# 2025-11-25 and before

@pytest.mark.parametrize("wanted, offered", [
    ("2025-11-25", "2025-11-25"), ("2025-06-18", "2025-06-18"), ("2025-03-26", "2025-03-26"),
    ("1900-01-01", "2025-11-25"),
])
def test_a_legacy_client_is_greeted_in_its_version(wire, wanted, offered):
    body = {"jsonrpc": "2.0", "id": 7, "method": "initialize", "params": {
        "protocolVersion": wanted, "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}}
    hello = result(wire.post("/mcp", body, headers=ACCEPT))
    assert hello["protocolVersion"] == offered
    assert hello["serverInfo"]["name"] and "tools" in hello["capabilities"]


def test_a_legacy_client_needs_no_session(wire):
    legacy = {**ACCEPT, "MCP-Protocol-Version": "2025-11-25"}
    ready = wire.post("/mcp", {"jsonrpc": "2.0", "method": "notifications/initialized"}, headers=legacy)
    assert (ready.status, ready.body) == (202, b"")
    assert result(wire.post("/mcp", {"jsonrpc": "2.0", "id": 7, "method": "ping"}, headers=legacy)) == {}
    assert result(wire.post("/mcp", {"jsonrpc": "2.0", "id": 7, "method": "tools/list"}, headers=legacy))["tools"]
    stale = {**legacy, "Mcp-Session-Id": "of another server"}
    assert result(wire.post("/mcp", {"jsonrpc": "2.0", "id": 7, "method": "tools/list"}, headers=stale))["tools"]


def test_a_legacy_version_that_is_not_spoken(wire):
    body = {"jsonrpc": "2.0", "id": 7, "method": "tools/list"}
    answer = wire.post("/mcp", body, headers={**ACCEPT, "MCP-Protocol-Version": "1900-01-01"})
    assert answer.status == 400, answer


# A key is needed, and errors of the way there are no JSON-RPC

def test_no_key(anonymous):
    assert ask(anonymous, "tools/list").status == 401


def test_a_virtual_key_may_use_it_and_is_limited(product, make_key):
    own = product.wire.with_key(make_key(rpm_limit=1))
    stay_within_a_minute(5)
    assert ask(own, "tools/list").status == 200
    answer = ask(own, "tools/list")
    assert answer.status == 429, answer
    assert int(answer.header("retry-after")) > 0
