"""What the product adds to a provider's answer, on this machine: printed, not judged (`pytest -s`)."""

import statistics
import time

import openai

from product import MASTER_KEY

ROUNDS = 60
WARM_UP = 10


def median_milliseconds(samples):
    return statistics.median(samples[WARM_UP:]) * 1000


def test_overhead_is_measured(product, session_provider, record_property, capsys):
    """Turn by turn through the product and directly, with OpenAI's client, as llm-gateway-bench does."""
    messages = [{"role": "user", "content": "Hello"}]
    with openai.OpenAI(base_url=product.address + "/v1", api_key=MASTER_KEY, max_retries=0) as through, \
            openai.OpenAI(base_url=session_provider.base_url, api_key="none", max_retries=0) as direct:
        samples = {through: [], direct: []}
        for _ in range(ROUNDS + WARM_UP):
            for client, times in samples.items():
                started = time.perf_counter()
                client.chat.completions.create(model="ok", messages=messages)
                times.append(time.perf_counter() - started)
        overhead = median_milliseconds(samples[through]) - median_milliseconds(samples[direct])
    record_property("overhead_ms", round(overhead, 3))
    with capsys.disabled():
        print(
            f"\noverhead of the product: {overhead:.2f} ms (median of {ROUNDS}; through"
            f" {median_milliseconds(samples[through]):.2f} ms, direct {median_milliseconds(samples[direct]):.2f} ms)")
