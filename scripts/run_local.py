#!/usr/bin/env python3
"""Runs the whole product on loopback, in the foreground: AWS stand-in, emulator, the three functions.

    run_local.py [--prepare]                            runs until it is told to stop
    run_local.py [--prepare] --invoke FUNCTION EVENT    one invocation of one function; prints its response

With --prepare, whatever is missing of the set-up and the build comes first.

Variables: PORT (8080; 0 takes a free one), GATEWAY_CONFIG (config/gateway.yaml), GATEWAY_MASTER_KEY
(sk-local-master), MAX_ENVIRONMENTS (8 sandboxes a function), STATE_DIR (.local: logs), ENVIRONMENT (dev),
AWS_REGION (us-east-1). Provider keys and every variable that the configuration names reach the functions.
Only the standard library is used, so that the first run of a fresh machine can start with it.
"""

import argparse
import contextlib
import datetime
import errno
import os
import pathlib
import re
import secrets
import socket
import sys

import local_aws
from supervisor import ChildExited, Stopped, Supervisor

ROOT = pathlib.Path(__file__).resolve().parent.parent
READY = re.compile(r"^ready (http://127\.0\.0\.1:\d+)$")
START_SECONDS = 30
FUNCTIONS = ("gateway", "authorizer", "mcp")
# Besides what the configuration itself names: credentials of providers and the product's own switches.
PASSED = re.compile(
    r"\w+_API_KEY|\w+_API_BASE|\w+_API_VERSION|\w+_PROVIDER_ENABLED|AWS_ENDPOINT_URL\w*|AWS_BEARER_TOKEN_BEDROCK"
    r"|AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)|SSL_CERT_FILE|LOG_LEVEL|GATEWAY_CONFIG"
    r"|RATE_LIMIT_\w+|CIRCUIT_BREAKER_\w+|CONFIG_HOT_RELOAD|(MCP|A2A)_GATEWAY_ENABLED|OTEL_\w+"
)


class CannotRun(Exception):
    """Why the product can't start, in words for the person at the terminal."""


class Settings:
    """The variables of `make run`."""

    def __init__(self, environment):
        self.port = self.number(environment, "PORT", 8080, 0, 65535)
        self.max_environments = self.number(environment, "MAX_ENVIRONMENTS", 8, 1, 1000)
        self.configuration = environment.get("GATEWAY_CONFIG") or str(ROOT / "config/gateway.yaml")
        if not self.configuration.startswith(("s3://", "ssm:")):
            # The functions run in another directory.
            self.configuration = os.path.abspath(self.configuration)
        self.master_key = environment.get("GATEWAY_MASTER_KEY") or "sk-local-master"
        self.state = pathlib.Path(environment.get("STATE_DIR") or ROOT / ".local").absolute()
        self.deployment = environment.get("ENVIRONMENT") or "dev"
        self.region = environment.get("AWS_REGION") or "us-east-1"
        self.code = pathlib.Path(environment.get("GATEWAY_CODE_DIR") or ROOT / ".build/release").absolute()
        self.templates = ROOT / "infra/templates"

    @staticmethod
    def number(environment, name, default, lowest, highest):
        text = environment.get(name) or str(default)
        if not text.isascii() or not text.isdigit() or not lowest <= int(text) <= highest:
            raise CannotRun(f"{name} is {text!r}; a number from {lowest} to {highest} is needed")
        return int(text)


class LocalRun:
    def __init__(self, settings, supervisor):
        self.settings = settings
        self.supervisor = supervisor
        self.logs = settings.state / "logs"

    def serve(self, prepare):
        self.check_port()
        endpoint = self.start_surroundings(prepare)
        emulator = self.supervisor.start(
            "emulator",
            self.emulator_command(
                "serve", endpoint, "--port", str(self.settings.port), "--max-environments",
                str(self.settings.max_environments), "--log-dir", str(self.logs)),
            self.function_environment(endpoint), log=self.logs / "emulator.log")
        self.greet(self.await_ready(emulator), endpoint)
        self.supervisor.wait()

    def invoke(self, prepare, function, event):
        """Returns the exit status."""
        if function not in FUNCTIONS:
            raise CannotRun(f"FUNCTION={function} is none of {', '.join(FUNCTIONS)}")
        if not os.path.isfile(event):
            raise CannotRun(f"EVENT={event or ''} is not a file; see examples/events")
        endpoint = self.start_surroundings(prepare)
        child = self.supervisor.run(
            "emulator",
            self.emulator_command(
                "invoke", endpoint, "--function", function, "--event", os.path.abspath(event), "--log-dir",
                str(self.logs)),
            self.function_environment(endpoint))
        return child.process.returncode

    def start_surroundings(self, prepare):
        """Everything but the emulator; returns the address of the AWS stand-in."""
        self.logs.mkdir(parents=True, exist_ok=True)
        for log in self.logs.glob("*.log"):
            # Of the runs before, the last one's.
            log.replace(log.with_suffix(".log.1"))
        if prepare:
            self.step("setup")
            self.step("build", "release")
        self.check_configuration()
        endpoint = self.start_stand_in()
        self.fill_stand_in(endpoint)
        return endpoint

    def check_port(self):
        """Before anything else: the build may take minutes."""
        if self.settings.port == 0:
            return
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self.settings.port))
            except OSError as error:
                if error.errno == errno.EACCES:
                    raise CannotRun(f"port {self.settings.port} needs privileges; choose another: PORT=8081") from None
                raise CannotRun(f"port {self.settings.port} is in use; choose another: PORT=8081") from None

    def step(self, script, *arguments):
        child = self.supervisor.run(script, [str(ROOT / "scripts" / script), *arguments])
        if child.process.returncode != 0:
            raise CannotRun(f"scripts/{script} failed")

    def check_configuration(self):
        is_file = not self.settings.configuration.startswith(("s3://", "ssm:"))
        if is_file and not os.path.isfile(self.settings.configuration):
            raise CannotRun(f"{self.settings.configuration} does not exist (GATEWAY_CONFIG)")
        function = self.settings.code / "GatewayFunction"
        if not os.access(function, os.X_OK):
            raise CannotRun(f"{function} does not exist; build it with scripts/build, or use `make run`")
        log = self.logs / "configuration.log"
        child = self.supervisor.run(
            "GatewayFunction", [str(function), "--check-configuration", self.settings.configuration],
            environment=self.function_environment(), log=log, output=-1,
        )
        message = log.read_text(errors="replace").strip()
        if child.process.returncode != 0:
            raise CannotRun(message or f"the configuration check ended with {child.process.returncode}")
        if message:
            print(message, file=sys.stderr, flush=True)

    def start_stand_in(self):
        python = ROOT / ".venv/bin/python"
        if not python.exists():
            raise CannotRun(".venv is missing; scripts/setup makes it, or use `make run`")
        child = self.supervisor.start(
            "aws-stand-in", [str(python), str(ROOT / "scripts/aws_stand_in.py")],
            # The stand-in must not take anything for its own from this machine's AWS configuration.
            environment={"PATH": os.environ.get("PATH", ""), "MOTO_ALLOW_NONEXISTENT_REGION": "true",
                         "AWS_DEFAULT_REGION": self.settings.region},
            log=self.logs / "aws-stand-in.log",
        )
        return self.await_ready(child)

    def templates(self):
        parameters = {"Environment": self.settings.deployment}
        paths = sorted(self.settings.templates.glob("*.json"))
        if not paths:
            raise CannotRun(f"{self.settings.templates} holds no templates; `make synth` writes them")
        return [local_aws.Template(path, parameters, self.settings.region) for path in paths]

    def fill_stand_in(self, endpoint):
        aws = local_aws.AWS(endpoint, self.settings.region)
        tables = {}
        for template in self.templates():
            tables.update(local_aws.create_tables(aws, template))
            local_aws.create_secrets(aws, template, self.secret_value)
        catalogue = ROOT / "data/catalog/products.json"
        product_table = f"ai-gateway-{self.settings.deployment}-product-catalog"
        if catalogue.exists() and product_table in tables.values():
            now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
            local_aws.seed_products(aws, product_table, catalogue, now)

    def secret_value(self, name):
        if "master-key" in name:
            return self.settings.master_key
        if "provider" in name:
            # Provider keys come from this terminal's environment; the secret has none to add.
            return "{}"
        return secrets.token_urlsafe(32)

    def emulator_command(self, mode, endpoint, *more):
        environment = self.function_environment(endpoint)
        command = [
            str(self.settings.code / "LambdaEmulator"), mode, "--templates", str(self.settings.templates), "--code",
            str(self.settings.code), "--environment", self.settings.deployment, "--region", self.settings.region, *more,
        ]
        for name, value in local_aws.missing_parameters(self.templates()).items():
            command += ["--parameter", f"{name}={value}"]
        for name in sorted(filter(self.is_passed, environment)):
            command += ["--pass", name]
        return command

    def function_environment(self, endpoint=None):
        environment = {**os.environ, "GATEWAY_CONFIG": self.settings.configuration, "AWS_REGION": self.settings.region}
        if endpoint is not None:
            environment["AWS_ENDPOINT_URL"] = endpoint
        return environment

    def is_passed(self, name):
        if not hasattr(self, "named"):
            self.named = set()
            if os.path.isfile(self.settings.configuration):
                text = pathlib.Path(self.settings.configuration).read_text(errors="replace")
                self.named = set(re.findall(r"os\.environ/([A-Za-z_]\w*)", text))
        # The master key reaches the functions as it does on AWS: through its secret.
        return name != "GATEWAY_MASTER_KEY" and (name in self.named or PASSED.fullmatch(name) is not None)

    def await_ready(self, child):
        found = []

        def is_ready():
            found[:] = [match.group(1) for match in map(READY.match, child.lines) if match]
            return bool(found)

        try:
            if self.supervisor.wait(is_ready, timeout=START_SECONDS):
                return found[0]
            raise CannotRun(f"{child.name} is not ready after {START_SECONDS} s; see {self.logs}/{child.name}.log")
        except ChildExited as exited:
            log = self.logs / f"{exited.child.name}.log"
            tail = log.read_text(errors="replace").strip().splitlines()[-5:] if log.exists() else []
            raise CannotRun("\n".join([f"{exited} (log: {log})", *tail])) from None

    def greet(self, address, endpoint):
        key = "$GATEWAY_MASTER_KEY" if os.environ.get("GATEWAY_MASTER_KEY") else self.settings.master_key
        body = '{"model": "demo", "messages": [{"role": "user", "content": "Hello"}]'
        request = f'{address}/v1/chat/completions -H "Authorization: Bearer {key}" -H "Content-Type: application/json"'
        lines = [
            f"ready {address}",
            f"  curl {request} -d '{body}}}'",
            f"  curl -N {request} -d '{body}, \"stream\": true}}'",
            f"  AWS stand-in: {endpoint}   logs: {self.logs}",
        ]
        # Whoever reads only the first line may be gone by the second.
        with contextlib.suppress(BrokenPipeError):
            os.write(sys.stdout.fileno(), ("\n".join(lines) + "\n").encode())


def main():
    parser = argparse.ArgumentParser(description="The whole product on loopback.")
    parser.add_argument("--prepare", action="store_true", help="first what is missing of the set-up and the build")
    parser.add_argument("--invoke", nargs=2, metavar=("FUNCTION", "EVENT"), help="one invocation instead of a server")
    parser.add_argument("--die-with-parent", action="store_true", help="stop when the process that started this ends")
    arguments = parser.parse_args()
    supervisor = Supervisor()
    if supervisor.make or arguments.die_with_parent:
        supervisor.die_with_parent()
    status = 1
    try:
        run = LocalRun(Settings(os.environ), supervisor)
        if arguments.invoke:
            status = run.invoke(arguments.prepare, *arguments.invoke)
        else:
            run.serve(arguments.prepare)
    except Stopped:
        # Asked for: not a failure, so that `make` has nothing to complain of.
        status = 0
    except ChildExited as exited:
        print(f"run: {exited}", file=sys.stderr)
    except (CannotRun, local_aws.LocalAWSError) as error:
        print(f"run: {error}", file=sys.stderr)
    except OSError as error:
        print(f"run: {error.strerror}: {error.filename or ''}", file=sys.stderr)
    finally:
        supervisor.stop()
        sys.stdout.flush()
    # Without waiting for anything that an interpreter's orderly end could wait for.
    os._exit(status)


if __name__ == "__main__":
    main()
