"""Chat completions with OpenAI's client and on the wire."""

import json

import openai
import pytest

from provider import WAIT_SECONDS
from product import PROVIDER_KEY
from wire import EventReader

MESSAGES = [{"role": "user", "content": "Hello"}]
WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "The weather of a city",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}


def test_the_demo_model_answers_without_a_provider(client, provider):
    completion = client.chat.completions.create(model="demo", messages=MESSAGES)
    assert completion.choices[0].message.content == "Hello from the mock, word by word."
    assert completion.choices[0].finish_reason == "stop"
    assert completion.usage.total_tokens == completion.usage.prompt_tokens + completion.usage.completion_tokens > 0
    assert provider.exchanges == []


def test_the_demo_model_streams_word_by_word(client):
    chunks = list(client.chat.completions.create(model="demo", messages=MESSAGES, stream=True))
    pieces = [chunk.choices[0].delta.content for chunk in chunks if chunk.choices and chunk.choices[0].delta.content]
    assert "".join(pieces) == "Hello from the mock, word by word."
    assert len(pieces) > 3
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"


@pytest.mark.parametrize(
    "content", ["Hello", "Grüße, 世界 🍵", 'quotes " and \\ and\nlines', "x" * 200_000],
    ids=["ASCII", "Unicode", "escapes", "long"])
def test_an_answer_of_the_provider_arrives_whole(client, provider, content):
    completion = client.chat.completions.create(model="ok", messages=[{"role": "user", "content": content}])
    assert completion.choices[0].message.content == content
    assert completion.usage.total_tokens == 18
    assert provider.last.path == "/v1/chat/completions"


def test_a_stream_of_the_provider_arrives_in_order(client, provider):
    stream = client.chat.completions.create(
        model="ok", messages=[{"role": "user", "content": "one two three"}], stream=True)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices) == "one two three"


def test_a_stream_ends_with_done(wire, provider):
    answer = wire.chat("ok", stream=True)
    assert answer.status == 200, answer
    assert answer.header("content-type").startswith("text/event-stream"), answer
    assert answer.events()[-1] == "[DONE]"


def test_the_first_event_arrives_before_the_provider_has_finished(client, provider):
    stream = iter(client.chat.completions.create(model="steps", messages=MESSAGES, stream=True))
    assert next(stream).choices[0].delta.content == "first"
    assert not provider.finished.is_set()
    provider.proceed()
    rest = "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices)
    assert rest == " second"


def test_a_client_that_leaves_stops_the_providers_stream(wire, provider):
    body = {"model": "endless", "messages": MESSAGES, "stream": True}
    with wire.open("POST", "/v1/chat/completions", body) as response:
        assert next(iter(EventReader(response)))
    assert provider.abandoned.wait(WAIT_SECONDS), "the provider's stream goes on though nobody reads it"


def test_usage_is_streamed_only_when_it_is_asked_for(wire, provider):
    silent = [json.loads(event) for event in wire.chat("ok", stream=True).events()[:-1]]
    assert all(not event.get("usage") for event in silent)
    assert all(event["choices"] for event in silent), "an event without choices that was not asked for"
    asked = wire.chat("ok", stream=True, stream_options={"include_usage": True}).events()[:-1]
    last = json.loads(asked[-1])
    assert last["choices"] == []
    assert last["usage"] == {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}


def test_usage_is_asked_of_the_provider_on_every_stream(wire, provider):
    wire.chat("ok", stream=True)
    assert provider.last.json()["stream_options"] == {"include_usage": True}
    wire.chat("ok")
    assert "stream_options" not in provider.last.json()


def test_the_demo_models_usage_is_streamed_only_when_it_is_asked_for(client):
    def usages(**more):
        stream = client.chat.completions.create(model="demo", messages=MESSAGES, stream=True, **more)
        return [chunk.usage for chunk in stream if chunk.usage]

    assert usages() == []
    assert len(usages(stream_options={"include_usage": True})) == 1


def test_the_body_reaches_the_provider_byte_for_byte(wire, provider):
    # Odd white space, escapes, number literals that a double can't hold, fields nobody knows, an odd order.
    body = (
        b'{ "x_unknown" : {"deep":[1.0, 1e3,-0.0, 12345678901234567890, 1E-7 ,0.1000]},\n\t"temperature":0.70,'
        b'"messages":[{"content":"caf\\u00e9 \\ud83c\\udf75 \xc3\xbc","role":"user","x":null}],"model":"ok",'
        b'"metadata":{"a":"1"},"seed":9007199254740993, "tools":[{"type":"function","function":{"name":"f",'
        b'"parameters":{"type":"object","minimum":1.50}}}] }'
    )
    answer = wire.post("/v1/chat/completions", body)
    assert answer.status == 200, answer
    assert provider.last.body == body


def test_only_the_models_name_is_replaced(wire, provider):
    # `other-name` is an alias of `ok`; the same words elsewhere are none of the gateway's business.
    body = (
        b'{"messages":[{"role":"user","content":"\\"model\\": \\"other-name\\""}],'
        b'"user":"other-name","model":"other-name"}'
    )
    assert wire.post("/v1/chat/completions", body).status == 200
    assert provider.last.body == body[: -len(b'"other-name"}')] + b'"ok"}'


def test_a_streamed_body_differs_only_in_the_usage_option(wire, provider):
    body = b'{"model":"ok","stream":true,"messages":[{"role":"user","content":"Hi"}],"top_p":1.0,"x":[1.10]}'
    assert wire.post("/v1/chat/completions", body).status == 200
    sent = provider.last.body
    assert json.loads(sent).pop("stream_options") == {"include_usage": True}
    assert sent.replace(b'"stream_options":{"include_usage":true},', b"").replace(
        b',"stream_options":{"include_usage":true}', b"") == body


def test_the_answer_reaches_the_client_byte_for_byte(wire, provider):
    answer = wire.chat("literals")
    for literal in (b"1.7e9", b'"x_score":1.10', b'"x_big":12345678901234567890', b'"x_small":1E-400', b"caf\\u00e9"):
        assert literal in answer.body, answer


def test_tools_go_there_and_calls_come_back(client, provider):
    completion = client.chat.completions.create(model="tools", messages=MESSAGES, tools=[WEATHER], tool_choice="auto")
    call = completion.choices[0].message.tool_calls[0]
    assert (call.function.name, json.loads(call.function.arguments)) == ("weather", {"city": "Oslo"})
    assert completion.choices[0].finish_reason == "tool_calls"
    assert provider.last.json()["tools"] == [WEATHER]


def test_tool_calls_come_back_in_a_stream(client, provider):
    stream = client.chat.completions.create(model="tools", messages=MESSAGES, tools=[WEATHER], stream=True)
    calls = [call for chunk in stream if chunk.choices for call in chunk.choices[0].delta.tool_calls or []]
    assert [call.function.name for call in calls] == ["weather"]


def test_a_tools_answer_goes_to_the_provider(client, provider):
    call = {"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}
    messages = [
        *MESSAGES,
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call_1", "content": "sunny"},
    ]
    completion = client.chat.completions.create(model="ok", messages=messages, tools=[WEATHER])
    assert completion.choices[0].message.content == "sunny"
    assert provider.last.json()["messages"] == messages


def test_images_and_parts_go_to_the_provider(client, provider):
    parts = [
        {"type": "text", "text": "What is this?"},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}},
    ]
    client.chat.completions.create(model="ok", messages=[{"role": "user", "content": parts}])
    assert provider.last.json()["messages"][0]["content"] == parts


def test_the_provider_gets_its_own_key_and_not_the_clients(wire, provider):
    wire.chat("ok", headers={"X-API-Key": wire.key, "api-key": wire.key, "Cookie": "session=1"})
    assert provider.last.header("authorization") == f"Bearer {PROVIDER_KEY}"
    sent = "\n".join(value for _, value in provider.last.headers)
    assert wire.key not in sent
    assert provider.last.header("cookie") is None


def test_a_large_answer_arrives_whole(wire, provider):
    answer = wire.chat("large")
    assert answer.status == 200
    assert len(answer.json()["choices"][0]["message"]["content"]) == 2 << 20


def test_an_alias_names_its_group(client, provider):
    assert client.chat.completions.create(model="other-name", messages=MESSAGES).choices
    assert provider.last.json()["model"] == "ok"


def test_models_are_listed(client):
    names = [model.id for model in client.models.list()]
    assert {"demo", "ok", "other-name"} <= set(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("prefix", ["", "/v1"])
def test_routes_work_with_and_without_the_version(product, provider, prefix):
    with openai.OpenAI(base_url=product.address + prefix, api_key=product.master_key, max_retries=0) as client:
        assert client.chat.completions.create(model="ok", messages=MESSAGES).choices[0].message.content == "Hello"
        assert client.models.list().data
