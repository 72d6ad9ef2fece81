"""The release binaries of the functions as processes, and the events they are asked with."""

import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import time

from product import MASTER_KEY, PROVIDER_KEY, ROOT

sys.path.insert(0, str(ROOT / "scripts"))

from supervisor import PR_SET_PDEATHSIG, libc  # noqa: E402

# The runtime answers what is left within 300 ms of SIGTERM. A provider that hangs does so for 10 s at the least.
TERMINATION_SECONDS = 4
BINARIES = ROOT / ".build/release"
REGION = "eu-west-3"
# Bound by nobody: the port is the one reserved for discard, so that what should not ask AWS fails at once.
NO_AWS = "http://127.0.0.1:9"


def function_environment(configuration, **variables):
    """What Lambda and the templates give a function, and nothing of this machine's own."""
    return {
        "PATH": os.environ["PATH"],
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_ENDPOINT_URL": NO_AWS,
        "AWS_REGION": REGION,
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "API_KEY_TABLE_NAME": "keys",
        "PRODUCT_CATALOG_TABLE_NAME": "products",
        "GATEWAY_CONFIG": str(configuration),
        "GATEWAY_MASTER_KEY": MASTER_KEY,
        "TEST_PROVIDER_KEY": PROVIDER_KEY,
        **variables,
    }


def sample(name):
    """One of the events in examples/events."""
    return json.loads((ROOT / "examples/events" / f"{name}.json").read_text())


def chat_event(model, content="Hello", stream=False):
    """A chat of the administrator, as API Gateway hands it on."""
    body = {"model": model, "stream": stream, "messages": [{"role": "user", "content": content}]}
    return {**sample("chat"), "body": json.dumps(body)}


def authorizer_event(key):
    """What API Gateway asks the authorizer; no key at all for None."""
    event = sample("authorizer")
    for headers in (event["headers"], event["multiValueHeaders"]):
        headers.pop("Authorization")
    if key is not None:
        event["headers"]["Authorization"] = f"Bearer {key}"
        event["multiValueHeaders"]["Authorization"] = [f"Bearer {key}"]
    return event


class Program:
    """A program with its output in a file, in a session of its own. `stop` ends it and all that it started."""

    def __init__(self, command, environment, folder):
        self.log = pathlib.Path(folder) / "output.log"
        tests = os.getpid()

        def prepare():
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
            if os.getppid() != tests:
                os._exit(1)

        with open(self.log, "wb") as output:
            self.process = subprocess.Popen(
                [str(part) for part in command], env=environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=prepare)

    def entries(self):
        """The JSON lines of the output."""
        return [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]

    def messages(self):
        return [entry.get("message") for entry in self.entries()]

    def terminate(self):
        """SIGTERM; the exit status, negative for a signal. What hangs fails the test."""
        self.process.terminate()
        return self.process.wait(TERMINATION_SECONDS)

    def stop(self):
        """Politely first: what the program started ends with it then. What is left of its session is killed."""
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(1)
        for process in session_members(self.process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.process.wait()


def session_members(session):
    """The processes of a session. A group would not do: the emulator starts functions in groups of their own."""
    members = []
    for entry in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(ProcessLookupError):
            if os.getsid(int(entry)) == session:
                members.append(int(entry))
    return members


def split_prelude(payload):
    """The prelude's JSON and the body of an answer in Lambda's streaming format."""
    prelude, separator, body = payload.partition(b"\0" * 8)
    assert separator, f"no prelude: {payload[:500]!r}"
    return json.loads(prelude), body


def await_requests(provider, count=1):
    """Waits until the provider has been asked so often."""
    until = time.monotonic() + 30
    while len(provider.exchanges) < count:
        assert time.monotonic() < until, provider.exchanges
        time.sleep(0.01)
