"""The whole product as `make run` starts it, on a free port, with a configuration of the tests' own."""

import os
import pathlib
import re
import signal
import subprocess
import sys
import time

from wire import Wire

ROOT = pathlib.Path(__file__).resolve().parents[2]
MASTER_KEY = "sk-master-of-the-integration-tests"
PROVIDER_KEY = "sk-provider-0123456789abcdefghijklmnopqrstuv"
READY_SECONDS = 60
PROVIDER_MODELS = (
    "ok", "literals", "tools", "steps", "endless", "close", "cut", "cut-whole", "garbage", "error-event", "slow",
    "large", "huge", "status-400", "status-401", "status-403", "status-404", "status-429", "status-500", "status-503",
)


def model(name, provider_model, base_url, *more_parameters, order=None):
    lines = [
        f"  - model_name: {name}",
        "    litellm_params:",
        f"      model: openai/{provider_model}",
        f"      api_base: {base_url}",
        "      api_key: os.environ/TEST_PROVIDER_KEY",
        *(f"      {parameter}" for parameter in more_parameters),
    ]
    if order is not None:
        lines.append(f"      order: {order}")
    return "\n".join(lines)


def configuration(provider_url, refusing_url):
    """One model group for each way in which the provider behaves."""
    return "\n".join([
        "model_list:",
        "  - model_name: demo",
        "    litellm_params: {model: openai/demo, mock_response: 'Hello from the mock, word by word.'}",
        "    model_info: {id: demo-1, input_cost_per_token: 1.0e-6, output_cost_per_token: 2.0e-6}",
        *(model(name, name, provider_url) for name in PROVIDER_MODELS),
        model("hang", "hang", provider_url, "timeout: 1"),
        model("hang-stream", "hang-stream", provider_url, "timeout: 1"),
        model("hang-long", "hang", provider_url, "timeout: 60"),
        model("refuse", "ok", refusing_url),
        model("reserve", "ok", refusing_url, order=1),
        model("reserve", "ok", provider_url, order=2),
        "  - model_name: no-key",
        f"    litellm_params: {{model: openai/ok, api_base: '{provider_url}', api_key: os.environ/NOT_SET_ANYWHERE}}",
        "router_settings: {num_retries: 2, model_group_alias: {other-name: ok}}",
        "general_settings: {master_key: os.environ/GATEWAY_MASTER_KEY}",
        "",
    ])


class Product:
    """A started product. `stop` ends it and returns how long that took."""

    def __init__(self, folder, configuration_text, max_environments=64, master_key=MASTER_KEY, **variables):
        self.folder = pathlib.Path(folder)
        self.master_key = master_key
        self.state = self.folder / "state"
        self.configuration = self.folder / "gateway.yaml"
        self.configuration.write_text(configuration_text)
        environment = {
            # Nothing of this machine's own AWS or provider set-up may leak in.
            **{name: value for name, value in os.environ.items() if not re.match(r"AWS_|\w*_API_KEY$", name)},
            "PORT": "0",
            "GATEWAY_CONFIG": str(self.configuration),
            "GATEWAY_MASTER_KEY": master_key,
            "MAX_ENVIRONMENTS": str(max_environments),
            "STATE_DIR": str(self.state),
            "TEST_PROVIDER_KEY": PROVIDER_KEY,
            **variables,
        }
        self.output = self.folder / "run.log"
        started = time.monotonic()
        with open(self.output, "wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, str(ROOT / "scripts/run_local.py"), "--die-with-parent"], env=environment,
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
        self.address = self.await_ready()
        self.ready_after = time.monotonic() - started
        self.wire = Wire(self.address, master_key)

    def await_ready(self):
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until:
            text = self.output.read_text(errors="replace")
            match = re.search(r"^ready (http://127\.0\.0\.1:\d+)$", text, re.MULTILINE)
            if match:
                return match.group(1)
            if self.process.poll() is not None:
                raise StartFailed(self.process.returncode, text)
            time.sleep(0.02)
        self.stop()
        raise StartFailed(None, f"not ready after {READY_SECONDS} s\n{self.output.read_text(errors='replace')}")

    def processes(self, program=None):
        """Process ids of everything below the product's own process, by program name if one is given."""
        children = {}
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                try:
                    stat = pathlib.Path(f"/proc/{entry}/stat").read_bytes()
                    name = pathlib.Path(f"/proc/{entry}/cmdline").read_bytes().split(b"\0")[0].decode()
                except OSError:
                    continue
                parent = int(stat.rpartition(b") ")[2].split()[1])
                children.setdefault(parent, []).append((int(entry), os.path.basename(name)))
        found, pending = [], [self.process.pid]
        while pending:
            for pid, name in children.get(pending.pop(), []):
                pending.append(pid)
                if program in (None, name):
                    found.append(pid)
        return found

    def stop(self, number=signal.SIGTERM):
        started = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(number)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        return time.monotonic() - started

    def logs(self, awaited=b""):
        """Everything the product has printed or logged, by file name, once it holds the text that is awaited: a
        request's line is written after its answer."""
        until = time.monotonic() + 10
        while True:
            files = [self.output, *sorted(self.state.rglob("*"))]
            found = {str(path.relative_to(self.folder)): path.read_bytes() for path in files if path.is_file()}
            if any(awaited in text for text in found.values()) or time.monotonic() >= until:
                return found
            time.sleep(0.02)


class StartFailed(Exception):
    """The product ended, or was not ready in time."""

    def __init__(self, status, output):
        super().__init__(f"status {status}:\n{output}")
        self.status = status
        self.output = output
