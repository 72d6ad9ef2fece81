"""The product server with the official MCP clients of both generations."""

import asyncio
import json
import subprocess

import httpx2
import pytest
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client

from product import MASTER_KEY, ROOT

OLD_PYTHON = ROOT / ".venv/mcp1/bin/python"


def run_client(product, mode, use, headers={"X-API-Key": MASTER_KEY}):
    async def run():
        async with httpx2.AsyncClient(headers=headers, timeout=20) as http_client:
            transport = streamable_http_client(product.address + "/mcp", http_client=http_client)
            async with Client(transport, mode=mode) as client:
                return await use(client)

    try:
        return asyncio.run(asyncio.wait_for(run(), 30))
    except Exception as error:
        # The client wraps its errors in groups within groups; the innermost says what happened.
        while getattr(error, "exceptions", None):
            error = error.exceptions[0]
        raise AssertionError(f"{type(error).__name__}: {error}") from None


@pytest.mark.parametrize("mode, version", [
    ("auto", "2026-07-28"), ("2026-07-28", "2026-07-28"), ("legacy", "2025-11-25"),
])
def test_client_2_lists_the_tools_and_searches(product, mode, version):
    async def use(client):
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        found = await client.call_tool("product_search", {"limit": 2})
        return client.protocol_version, tools, found

    spoken, tools, found = run_client(product, mode, use)
    assert spoken == version
    search = tools["product_search"]
    assert search.annotations.read_only_hint is True and search.annotations.open_world_hint is False
    assert search.input_schema["type"] == "object" and search.output_schema
    assert not found.is_error
    assert len(found.structured_content["products"]) == 2
    assert found.content[0].type == "text" and found.content[0].text, "some clients read only the text"


def test_client_2_learns_what_is_wrong_with_its_arguments(product):
    async def use(client):
        return await client.call_tool("product_search", {"minPrice": "cheap"})

    answer = run_client(product, "auto", use)
    assert answer.is_error
    assert "minPrice" in answer.content[0].text


def test_client_2_gets_suggestions_when_nothing_is_found(product):
    async def use(client):
        return await client.call_tool("product_search", {"category": "no such category"})

    answer = run_client(product, "auto", use).structured_content
    assert answer["products"] == [] and answer["suggestions"]


def test_client_1_lists_the_tools_and_searches(product):
    ended = subprocess.run(
        [OLD_PYTHON, str(ROOT / "Tests/integration/mcp1_client.py"), product.address + "/mcp", MASTER_KEY],
        capture_output=True, text=True, timeout=60)
    assert ended.returncode == 0, ended.stderr[-3000:]
    seen = json.loads(ended.stdout)
    assert seen["version"] == "2025-11-25"
    assert seen["session"] is None, "a session could not be kept: any sandbox may serve the next request"
    assert "product_search" in seen["tools"]
    assert len(seen["products"]["products"]) == 2 and not seen["failed"]
    assert seen["text"]
    assert seen["wrong_failed"], "a bad argument is for the model to read"


def test_a_client_without_a_key_is_refused(product):
    async def use(client):
        return await client.list_tools()

    with pytest.raises(AssertionError):
        run_client(product, "auto", use, headers={})
