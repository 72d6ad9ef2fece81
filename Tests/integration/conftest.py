"""What every integration test starts from: the product, once for the session, and the provider behind it."""

import pathlib
import socket
import sys

import openai
import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from product import MASTER_KEY, PROVIDER_KEY, Product, configuration  # noqa: E402
from provider import Provider  # noqa: E402


@pytest.fixture(scope="session")
def session_provider():
    provider = Provider()
    yield provider
    provider.close()


@pytest.fixture
def provider(session_provider):
    """The provider, with nothing recorded."""
    session_provider.forget()
    return session_provider


@pytest.fixture(scope="session")
def refusing_url():
    """An address of loopback where nobody listens: the port is bound, so that nobody else can take it."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{holder.getsockname()[1]}/v1"


@pytest.fixture(scope="session")
def configuration_text(session_provider, refusing_url):
    return configuration(session_provider.base_url, refusing_url)


@pytest.fixture(scope="session")
def product(tmp_path_factory, configuration_text):
    product = Product(tmp_path_factory.mktemp("product"), configuration_text)
    yield product
    product.stop()


@pytest.fixture
def start_product(tmp_path, configuration_text):
    """Starts a product of the test's own; it is stopped afterwards."""
    started = []

    def start(text=configuration_text, **more):
        folder = tmp_path / f"product-{len(started)}"
        folder.mkdir()
        product = Product(folder, text, **more)
        started.append(product)
        return product

    yield start
    for product in started:
        product.stop()


@pytest.fixture
def wire(product):
    """Requests with the master key."""
    return product.wire


@pytest.fixture
def anonymous(product):
    """Requests without a key."""
    return product.wire.with_key(None)


@pytest.fixture
def make_key(wire):
    """Makes a virtual key; the arguments are fields of /key/generate."""

    def make(**fields):
        answer = wire.post("/key/generate", fields)
        assert answer.status == 200, answer
        return answer.json()["key"]

    return make


@pytest.fixture
def client(product):
    """The official OpenAI client, without its own retries."""
    with openai.OpenAI(
        base_url=product.address + "/v1", api_key=MASTER_KEY, max_retries=0, timeout=30
    ) as client:
        yield client


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A failed test shows what the product has logged last."""
    outcome = yield
    report = outcome.get_result()
    product = item.funcargs.get("product") if hasattr(item, "funcargs") else None
    if report.when == "call" and report.failed and product is not None:
        tails = []
        for name, text in product.logs().items():
            lines = text.decode(errors="replace").splitlines()
            told = [line for line in lines if not line.startswith(("START ", "END ", "REPORT ", "ready ", "  "))]
            tails += [f"{name.rpartition('/')[2]}: {line[:300]}" for line in told[-3:]]
        report.sections.append(("the product's log", "\n".join(tails)))


@pytest.fixture(scope="session")
def secrets_in_use():
    """Texts that no answer and no log may hold."""
    return [MASTER_KEY, PROVIDER_KEY]
