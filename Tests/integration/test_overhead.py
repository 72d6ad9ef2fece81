"""What the product adds to a provider's answer, on this machine: printed, not judged (`pytest -s`)."""

import contextlib
import statistics
import time

import openai

from product import MASTER_KEY

ROUNDS = 60
WARM_UP = 10


def test_overhead_is_measured(product, session_provider, make_key, capsys):
    """Turn by turn directly and through the product, with OpenAI's client, as llm-gateway-bench does."""
    messages = [{"role": "user", "content": "Hello"}]
    targets = {
        "direct": (session_provider.base_url, "none"),
        "master key": (product.address + "/v1", MASTER_KEY),
        "virtual key": (product.address + "/v1", make_key()),
    }
    samples = {name: [] for name in targets}
    with contextlib.ExitStack() as stack:
        clients = {
            name: stack.enter_context(openai.OpenAI(base_url=url, api_key=key, max_retries=0))
            for name, (url, key) in targets.items()
        }
        for _ in range(ROUNDS + WARM_UP):
            for name, client in clients.items():
                started = time.perf_counter()
                client.chat.completions.create(model="ok", messages=messages)
                samples[name].append(time.perf_counter() - started)
    medians = {name: statistics.median(times[WARM_UP:]) * 1000 for name, times in samples.items()}
    with capsys.disabled():
        print("\noverhead of the product, medians of", ROUNDS, "chats:", ", ".join(
            f"{name} {median:.2f} ms" + (f" (+{median - medians['direct']:.2f})" if name != "direct" else "")
            for name, median in medians.items()))
