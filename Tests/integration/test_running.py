"""Starting, scaling, crashing and stopping: products of the tests' own."""

import concurrent.futures
import contextlib
import os
import pathlib
import signal
import socket
import subprocess
import time

import pytest

from product import MASTER_KEY, ROOT, StartFailed
from wire import EventReader

STOP_SECONDS = 3


def is_alive(pid):
    try:
        return b") Z " not in pathlib.Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return False


def assert_gone(pids, within=STOP_SECONDS):
    until = time.monotonic() + within
    while time.monotonic() < until:
        if not any(map(is_alive, pids)):
            return
        time.sleep(0.02)
    left = [pathlib.Path(f"/proc/{pid}/cmdline").read_bytes() for pid in pids if is_alive(pid)]
    raise AssertionError(f"still running: {left}")


def with_traffic(product):
    """The product with a sandbox of every function; returns all of its processes."""
    assert product.wire.chat("demo").status == 200
    assert product.wire.get("/api/v1/products").status == 200
    for program in ("LambdaEmulator", "GatewayFunction", "AuthorizerFunction", "MCPFunction"):
        assert product.processes(program), f"no {program} is running"
    return [product.process.pid, *product.processes()]


# Starting

def test_a_second_start_is_ready_within_five_seconds(start_product):
    assert start_product().ready_after < 5


def test_only_loopback_is_bound(product):
    port = int(product.address.rsplit(":", 1)[1])
    pids = {str(pid) for pid in product.processes()}
    inodes = set()
    for pid in pids:
        with contextlib.suppress(OSError):
            for entry in os.scandir(f"/proc/{pid}/fd"):
                with contextlib.suppress(OSError):
                    target = os.readlink(entry.path)
                    if target.startswith("socket:["):
                        inodes.add(target[8:-1])
    listening = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in pathlib.Path(table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in inodes:
                listening.append(fields[1])
    assert f"0100007F:{port:04X}" in listening
    assert all(address.startswith("0100007F:") for address in listening), listening


def test_a_port_in_use_is_said_plainly(start_product):
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        with pytest.raises(StartFailed) as failure:
            start_product(PORT=str(port))
    assert failure.value.status == 1
    assert f"port {port} is in use" in failure.value.output and "Traceback" not in failure.value.output


@pytest.mark.parametrize("text, line, words", [
    ("model_list:\n  - model_name: x\n    litellm_params: {model: nobody/x}\n", 3, "provider"),
    ("router_settings:\n  num_retries: 1\n  routing_strategy: by-the-weather\n", 3, "simple-shuffle"),
    ("router_settings:\n  num_retries: many\n", 2, "num_retries"),
    ("model_list:\n  - model_name: x\n   litellm_params: {}\n", 3, ""),
    ("model_list: {}\n", 1, "list"),
    ("model_list:\n  - model_name: x\n    litellm_params: {model: openai/x, api_base: 'http://x.com'}\n", 3, "https"),
])
def test_a_wrong_configuration_is_refused_with_its_place(start_product, text, line, words):
    with pytest.raises(StartFailed) as failure:
        start_product(text)
    assert failure.value.status == 1
    assert f"gateway.yaml:{line}:" in failure.value.output, failure.value.output
    assert words in failure.value.output
    assert "Traceback" not in failure.value.output


def test_a_missing_configuration_is_said_plainly(start_product):
    with pytest.raises(StartFailed) as failure:
        start_product(GATEWAY_CONFIG="/no/such/file.yaml")
    assert "/no/such/file.yaml" in failure.value.output and "Traceback" not in failure.value.output


def test_an_unknown_key_of_the_configuration_only_warns(start_product, configuration_text):
    product = start_product(configuration_text + "some_future_settings: {x: 1}\n")
    assert "some_future_settings" in product.output.read_text()
    assert product.wire.chat("demo").status == 200


def test_the_master_key_is_the_one_that_was_set(start_product):
    product = start_product(master_key="sk-another-master-key-of-this-test")
    assert product.wire.chat("demo").status == 200
    assert product.wire.with_key(MASTER_KEY).chat("demo").status == 401


def test_the_default_configuration_answers(start_product):
    product = start_product(GATEWAY_CONFIG=str(ROOT / "config/gateway.yaml"), OPENAI_API_KEY="")
    assert product.wire.chat("demo").status == 200
    answer = product.wire.chat("gpt-4o-mini")
    assert answer.status == 503 and "OPENAI_API_KEY" in answer.error["message"], answer


@pytest.mark.parametrize("function, event, words", [
    ("gateway", "health.json", ['"statusCode":200', "healthy"]),
    ("gateway", "chat.json", ['"statusCode":200', '"chat.completion"']),
    ("gateway", "chat-stream.json", ["text/event-stream", "data: [DONE]"]),
    ("mcp", "mcp-tools.json", ['"statusCode":200', '"product_search"']),
    ("authorizer", "authorizer.json", ['"principalId":"administrator"', "execute-api:Invoke"]),
])
def test_one_function_is_invoked_with_one_event(tmp_path, function, event, words):
    """What `make invoke FUNCTION=… EVENT=…` runs."""
    ended = subprocess.run(
        ["python3", ROOT / "scripts/run_local.py", "--invoke", function, ROOT / "examples/events" / event],
        env={**os.environ, "STATE_DIR": str(tmp_path), "GATEWAY_MASTER_KEY": "sk-local-master"},
        capture_output=True, text=True, timeout=60)
    assert ended.returncode == 0, ended.stderr
    for word in words:
        assert word in ended.stdout


# Scaling

def test_requests_beyond_the_last_sandbox_are_throttled(start_product, provider):
    """Two sandboxes, both held by streams that wait: the third request is refused, and later served."""
    product = start_product(max_environments=2)
    body = {"model": "steps", "messages": [{"role": "user", "content": "x"}], "stream": True}
    with product.wire.open("POST", "/v1/chat/completions", body) as first, \
            product.wire.open("POST", "/v1/chat/completions", body) as second:
        streams = [iter(EventReader(response)) for response in (first, second)]
        for stream in streams:
            next(stream)
        surplus = product.wire.chat("demo")
        assert surplus.status == 429, surplus
        assert surplus.error["message"]
        assert len(product.processes("GatewayFunction")) == 2
        provider.proceed()
        for stream in streams:
            assert list(stream)[-1] == "[DONE]"
    assert product.wire.chat("demo").status == 200


def test_sandboxes_are_started_as_they_are_needed(start_product, provider):
    product = start_product(max_environments=8)
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        assert {answer.status for answer in pool.map(lambda _: product.wire.chat("slow"), range(6))} == {200}
    assert 2 <= len(product.processes("GatewayFunction")) <= 8


# Crashing

def test_a_killed_sandbox_is_replaced(start_product):
    product = start_product()
    with_traffic(product)
    for program in ("GatewayFunction", "AuthorizerFunction", "MCPFunction"):
        for pid in product.processes(program):
            os.kill(pid, signal.SIGKILL)
    until = time.monotonic() + 5
    # The sandbox's death may be noticed by the request that meets it first.
    while product.wire.chat("demo").status != 200:
        assert time.monotonic() < until, "the product did not recover"
    assert [product.wire.chat("demo").status for _ in range(5)] == [200] * 5
    assert product.wire.get("/api/v1/products").status == 200


def test_a_sandbox_that_dies_during_a_request_fails_only_that_request(start_product, provider):
    product = start_product(max_environments=2)
    body = {"model": "hang-long", "messages": [{"role": "user", "content": "x"}]}
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        pending = pool.submit(product.wire.post, "/v1/chat/completions", body)
        until = time.monotonic() + 10
        while not provider.exchanges:
            assert time.monotonic() < until and not pending.done()
            time.sleep(0.02)
        for pid in product.processes("GatewayFunction"):
            os.kill(pid, signal.SIGKILL)
        answer = pending.result(timeout=10)
    assert answer.status in (500, 502), answer
    assert product.wire.chat("demo").status == 200


# Stopping

@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_every_process(start_product, number):
    product = start_product()
    pids = with_traffic(product)
    assert product.stop(number) < STOP_SECONDS
    assert_gone(pids, within=0.5)
    assert "Traceback" not in product.output.read_text()


def test_a_signal_stops_every_process_amid_requests(start_product, provider):
    product = start_product()
    body = {"model": "steps", "messages": [{"role": "user", "content": "x"}], "stream": True}
    with product.wire.open("POST", "/v1/chat/completions", body) as response:
        next(iter(EventReader(response)))
        pids = [product.process.pid, *product.processes()]
        assert product.stop() < STOP_SECONDS
        assert_gone(pids, within=0.5)


def test_nothing_outlives_a_killed_supervisor(start_product):
    product = start_product()
    pids = with_traffic(product)
    product.process.kill()
    product.process.wait()
    assert_gone(pids)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_a_signal_to_make_alone_stops_every_process(start_product, tmp_path, configuration_text, number):
    """GNU make hands on SIGTERM only; a terminal would send the others to every process itself."""
    configuration = tmp_path / "gateway.yaml"
    configuration.write_text(configuration_text)
    # Of the make that may be running the tests nothing is meant for this one.
    outer = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
    environment = {
        **outer, "PORT": "0", "GATEWAY_CONFIG": str(configuration), "STATE_DIR": str(tmp_path / "state"),
    }
    makefile = f"run:\n\t@exec python3 {ROOT}/scripts/run_local.py\n"
    make = subprocess.Popen(
        ["make", "-f", "-", "run"], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, start_new_session=True, text=True)
    try:
        make.stdin.write(makefile)
        make.stdin.close()
        line = make.stdout.readline()
        assert line.startswith("ready "), line
        pids = [pid for pid in all_processes_of_session(make.pid)]
        assert pids
        make.send_signal(number)
        make.wait(STOP_SECONDS + 2)
        assert_gone(pids)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(make.pid, signal.SIGKILL)
        make.stdout.close()


def all_processes_of_session(root):
    """Every process below one, by /proc."""
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            with contextlib.suppress(OSError):
                stat = pathlib.Path(f"/proc/{entry}/stat").read_bytes()
                parents.setdefault(int(stat.rpartition(b") ")[2].split()[1]), []).append(int(entry))
    pending = [root]
    while pending:
        for child in parents.get(pending.pop(), []):
            pending.append(child)
            yield child
