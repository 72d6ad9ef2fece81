"""What the functions are given: events, request bodies, a configuration of 50 models, as files of one folder."""

import hashlib
import json

MODELS = 50
MODEL = "model-25"
TOKENS = 16
STREAM_TOKENS = 100
# The events of a stream that a client sees: one a token, the end, [DONE].
STREAM_EVENTS = STREAM_TOKENS + 2
LARGE_EVENT_BYTES = 111_000
TABLE = "ai-gateway-dev-api-keys"
PROVIDER_KEY = "sk-provider-of-the-benchmark"
MASTER_KEY = "sk-master-of-the-benchmark"
VIRTUAL_KEY = "sk-virtual-key-of-the-benchmark-0123456789"
VIRTUAL_KEY_HASH = hashlib.sha256(VIRTUAL_KEY.encode()).hexdigest()
VIRTUAL_KEY_ID = VIRTUAL_KEY_HASH[:32]

ADMINISTRATOR = {"principalId": "administrator", "principal": "administrator", "integrationLatency": 3}
KEY_HOLDER = {
    "principalId": "bench", "principal": "key", "apiKeyId": VIRTUAL_KEY_ID, "userId": "bench", "integrationLatency": 3,
}


def chat(**more):
    return {
        "model": MODEL,
        "messages": [
            {"role": "system", "content": "You are a helpful assistant."},
            {"role": "user", "content": "Say hello."},
        ],
        "max_tokens": TOKENS,
        **more,
    }


def stream():
    return chat(max_tokens=STREAM_TOKENS, stream=True)


def configuration(provider, burst_provider):
    """50 model groups of one deployment each; one more whose provider sends a stream in one write."""

    def group(name, url):
        return (
            f"  - model_name: {name}\n"
            "    litellm_params:\n"
            f"      model: openai/{name}\n"
            f"      api_base: {url}/v1\n"
            "      api_key: os.environ/BENCH_PROVIDER_KEY\n"
            "      timeout: 60\n"
            "    model_info:\n"
            f"      id: {name}-deployment\n"
            "      input_cost_per_token: 1.5e-7\n"
            "      output_cost_per_token: 6e-7\n")

    names = [f"model-{number:02}" for number in range(1, MODELS + 1)]
    return "".join([
        "model_list:\n",
        *(group(name, provider) for name in names),
        group("burst", burst_provider),
        "general_settings:\n  master_key: os.environ/GATEWAY_MASTER_KEY\n",
    ])


class Workload:
    """The files."""

    def __init__(self, folder, examples, provider, burst_provider):
        self.folder = folder
        self.examples = examples
        self.configuration = self.write("gateway.yaml", configuration(provider, burst_provider))
        for name, body in (("chat", chat()), ("stream", stream()), ("burst", {**stream(), "model": "burst"})):
            self.write(f"{name}-body.json", json.dumps(body))
            self.write_event(name, body, ADMINISTRATOR)
            self.write_event(f"{name}-key", body, KEY_HOLDER)
        self.write_event("large", self.large_body(), ADMINISTRATOR)
        for name, key in (("authorizer", MASTER_KEY), ("authorizer-key", VIRTUAL_KEY)):
            event = self.example("authorizer.json")
            event["headers"]["Authorization"] = f"Bearer {key}"
            event["multiValueHeaders"]["Authorization"] = [f"Bearer {key}"]
            self.write(f"{name}.json", json.dumps(event))
        self.write("mcp.json", json.dumps(self.example("mcp-tools.json")))

    def event(self, name):
        return self.folder / f"{name}.json"

    def body(self, name):
        return self.folder / f"{name}-body.json"

    def example(self, name):
        return json.loads((self.examples / name).read_text())

    def write_event(self, name, body, authorizer):
        event = self.example("chat.json")
        event["body"] = json.dumps(body)
        event["requestContext"]["authorizer"] = authorizer
        self.write(f"{name}.json", json.dumps(event))

    def large_body(self):
        """A chat whose event is of LARGE_EVENT_BYTES or a line more: text with quotes and line ends in it."""
        line = 'The quick brown fox "jumps" over the lazy dog.\n'
        escaped = len(json.dumps(json.dumps(line))) - len(json.dumps(json.dumps("")))
        body = chat()
        body["messages"][1]["content"] = line * (LARGE_EVENT_BYTES // escaped)
        return body

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path
