"""What is measured, and what it is compared with."""

import dataclasses

import workload

CONSTANT = ("--expect", "hello")
COMPLETION = ("--expect", "token token token")
STREAM = ("--expect-events", str(workload.STREAM_EVENTS))


@dataclasses.dataclass(frozen=True)
class Row:
    """One function with one event, through the stop-watch."""

    name: str
    title: str
    program: str
    event: str
    checks: tuple
    # The row whose time its own is given as a multiple of.
    base: str
    arguments: tuple = ()
    # Invocations a round.
    count: int = 2000
    # What stands for AWS: `aws`, or `settling` to have a counter that settlement removes.
    aws: str = "aws"
    # Whom the C function forwards to.
    provider: str = ""


ROWS = (
    Row("hello-floor", "constant answer: floor, C and a raw socket", "floor", "chat", CONSTANT, "hello-floor"),
    Row("hello-curl", "constant answer: C and libcurl", "curl_function", "chat", CONSTANT, "hello-floor"),
    Row("hello", "constant answer: this runtime", "HelloFunction", "chat", CONSTANT, "hello-floor"),
    Row("event-floor", "111 kB event: floor, not looked at", "floor", "large", CONSTANT, "event-floor"),
    Row("event-curl", "111 kB event: C and libcurl, not looked at", "curl_function", "large", CONSTANT, "event-floor"),
    Row("event", "111 kB event: event and body parsed, a field read", "HelloFunction", "large",
        ("--expect", workload.MODEL), "event-floor", ("--read-model",)),
    Row("chat-curl", "a chat forwarded: C and libcurl", "curl_function", "chat", COMPLETION, "chat-curl",
        provider="provider"),
    Row("chat", "a chat: gateway, master key", "GatewayFunction", "chat", COMPLETION, "chat-curl"),
    Row("chat-key", "a chat: gateway, virtual key (admission)", "GatewayFunction", "chat-key", COMPLETION, "chat-curl"),
    Row("chat-settle", "a chat: gateway, virtual key (admission, and settlement writes)", "GatewayFunction", "chat-key",
        COMPLETION, "chat-curl", aws="settling"),
    Row("stream-curl", "100 tokens, a write each: C and libcurl, buffered", "curl_function", "stream", STREAM,
        "stream-curl", count=300, provider="provider"),
    Row("stream", "100 tokens, a write each: gateway, master key", "GatewayFunction", "stream", STREAM, "stream-curl",
        count=300),
    Row("stream-key", "100 tokens, a write each: gateway, virtual key", "GatewayFunction", "stream-key", STREAM,
        "stream-curl", count=300),
    Row("burst-curl", "100 tokens in one write: C and libcurl, buffered", "curl_function", "burst", STREAM,
        "burst-curl", count=600, provider="burst_provider"),
    Row("burst", "100 tokens in one write: gateway, master key", "GatewayFunction", "burst", STREAM, "burst-curl",
        count=600),
    Row("authorizer", "authorizer, master key", "AuthorizerFunction", "authorizer", ("--expect", "administrator"),
        "hello-floor"),
    Row("authorizer-key", "authorizer, virtual key (one read)", "AuthorizerFunction", "authorizer-key",
        ("--expect", workload.VIRTUAL_KEY_ID), "hello-floor"),
    Row("mcp", "MCP tools/list", "MCPFunction", "mcp", ("--expect", "inputSchema"), "hello-floor"),
)


@dataclasses.dataclass(frozen=True)
class Load:
    """The whole product, or the provider directly, under load."""

    name: str
    title: str
    body: str
    checks: tuple
    connections: int
    # Requests a round.
    count: int
    # The key that is sent to the product; None goes to the provider directly.
    key: str | None
    # The load whose time is taken off this one's to get the product's own.
    direct: str = ""


def loads():
    found = []
    for body, checks, counts in (
        ("chat", COMPLETION, {1: 200, 16: 1000, 64: 1000}),
        ("stream", STREAM, {1: 40, 16: 200, 64: 200}),
        ("burst", STREAM, {1: 40, 16: 200, 64: 200}),
    ):
        what = {"chat": "chat", "stream": "100 tokens, a write each", "burst": "100 tokens in one write"}[body]
        for connections, count in counts.items():
            suffix = f"-{connections}"
            found.append(
                Load(f"direct-{body}{suffix}", f"{what}: provider directly", body, checks, connections, count, None))
            found.append(
                Load(f"product-{body}{suffix}", f"{what}: product, virtual key", body, checks, connections, count,
                     workload.VIRTUAL_KEY, f"direct-{body}{suffix}"))
        if body != "burst":
            found.append(
                Load(f"product-{body}-master-1", f"{what}: product, master key", body, checks, 1, counts[1],
                     workload.MASTER_KEY, f"direct-{body}-1"))
    return tuple(found)


LOADS = loads()


@dataclasses.dataclass(frozen=True)
class Target:
    """A figure that this project means to reach. `figure` is what is judged of a row, or of a program in all rows."""

    title: str
    row: str
    figure: str
    limit: float
    unit: str
    digits: int = 2
    is_least: bool = False


TARGETS = (
    Target("constant answer", "hello", "ratio", 1.25, "× floor"),
    Target("111 kB event, body parsed, a field read", "event", "ratio", 2.5, "× floor"),
    Target("a chat, no DynamoDB", "chat", "ratio", 1.8, "× C and libcurl"),
    Target("a chat with admission", "chat-key", "ratio", 3.5, "× C and libcurl"),
    Target("a chat with admission, and settlement writes", "chat-settle", "ratio", 3.5, "× C and libcurl"),
    Target("start of the gateway, 50 models", "GatewayFunction", "init_ms", 4, "ms"),
    Target("start of the authorizer", "AuthorizerFunction", "init_ms", 3, "ms"),
    Target("peak memory of the gateway", "GatewayFunction", "rss_mb", 14, "MB", 1),
    Target("peak memory of the authorizer", "AuthorizerFunction", "rss_mb", 9, "MB", 1),
    Target("package of the gateway", "GatewayFunction", "zip_mb", 8, "MB", 1),
    Target("product, a chat: added at 1 connection", "product-chat-1", "added_ms", 0.4, "ms"),
    Target("product, 100 tokens: added at 1 connection", "product-stream-1", "added_ms", 1.5, "ms"),
    Target("product, chats at 16 connections", "product-chat-16", "per_s", 3000, "/s", 0, True),
    Target("product, 100-token streams at 16 connections", "product-stream-16", "per_s", 600, "/s", 0, True),
    Target("product, 100 tokens in one write: added at 1 connection", "product-burst-1", "added_ms", 1.5, "ms"),
    Target("product, 100-token streams in one write at 16", "product-burst-16", "per_s", 600, "/s", 0, True),
)
