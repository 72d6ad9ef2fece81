"""The official MCP client of the 1.x line, run in its own environment: `python mcp1_client.py URL KEY`.

Lists the tools and calls product_search; prints what it saw as JSON.
"""

import asyncio
import json
import sys

from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client


async def main(url, key):
    async with streamablehttp_client(url, headers={"X-API-Key": key}, timeout=20) as (read, write, session_id):
        async with ClientSession(read, write) as session:
            hello = await session.initialize()
            await session.send_ping()
            tools = (await session.list_tools()).tools
            found = await session.call_tool("product_search", {"limit": 2})
            wrong = await session.call_tool("product_search", {"limit": -1})
            print(json.dumps({
                "version": hello.protocolVersion,
                "server": hello.serverInfo.name,
                "session": session_id(),
                "tools": [tool.name for tool in tools],
                "products": found.structuredContent,
                "text": [part.text for part in found.content if part.type == "text"],
                "failed": found.isError,
                "wrong_failed": wrong.isError,
            }))


asyncio.run(asyncio.wait_for(main(*sys.argv[1:3]), 30))
