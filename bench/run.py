#!/usr/bin/env python3
"""Measures the functions against raw-socket and libcurl floors, and the whole product against its provider.

    run.py --instruments DIR [--release DIR] [--binaries DIR] [--rounds 7] [--rows PREFIX,…]
           [--placement together|apart] [--json FILE] [--list]

Every round runs every row once, each time as a fresh process, so that whatever else the machine does meets all of them
alike; figures are medians over the rounds. With --placement together a function, its stop-watch, the provider and what
stands for AWS share one CPU: the steadiest, since nothing waits for another CPU to wake, and everything that is done
shows. With `apart` the provider and AWS have another CPU. The whole product is placed by the kernel.
Times fail nothing; a wrong answer ends the run with status 1.
"""

import argparse
import json
import os
import pathlib
import re
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

import report  # noqa: E402
import rows  # noqa: E402
import workload  # noqa: E402
from product import Product  # noqa: E402
from programs import FUNCTIONS, Missing, Programs  # noqa: E402
from supervisor import ChildExited, Stopped, Supervisor  # noqa: E402

READY = re.compile(r"^ready (http://127\.0\.0\.1:\d+)$")
START_SECONDS = 30


class CannotMeasure(Exception):
    """Why there is no figure, in words for the person at the terminal."""


class Bench:
    def __init__(self, arguments, supervisor, folder):
        self.arguments = arguments
        self.supervisor = supervisor
        self.folder = folder
        self.programs = Programs(
            arguments.release, arguments.binaries, arguments.instruments, folder / "functions")
        self.results = report.Results(self.programs)
        self.failures = []
        cpus = sorted(os.sched_getaffinity(0))
        self.near = cpus[-1]
        self.far = cpus[-1] if arguments.placement == "together" else cpus[0]

    def selected(self, candidates):
        wanted = self.arguments.rows
        names = {row.name for row in candidates if not wanted or row.name.startswith(wanted)}
        # What a row is compared with is needed too.
        for row in candidates:
            if row.name in names:
                names.add(row.base if isinstance(row, rows.Row) else row.direct)
        return [row for row in candidates if row.name in names]

    def run(self):
        selected, selected_loads = self.selected(rows.ROWS), self.selected(rows.LOADS)
        if not selected and not selected_loads:
            raise CannotMeasure(f"no row begins with {' or '.join(self.arguments.rows)}; --list prints them")
        line, warning = report.machine()
        if warning:
            print(f"bench: {warning}", file=sys.stderr)
        self.start_surroundings()
        if selected:
            self.run_functions(selected)
        if selected_loads:
            self.run_product(selected_loads)
        placement = (
            f"Functions ({self.programs.kind}): function and stop-watch on CPU {self.near}, provider and AWS on CPU "
            f"{self.far}. Product: {self.environments} sandboxes a function, nothing pinned. Medians of "
            f"{self.arguments.rounds} rounds, [least–most].")
        print(report.text(self.results, line, placement))
        if self.arguments.json:
            content = {"machine": line, "placement": placement, "rounds": self.results.rounds}
            self.arguments.json.write_text(json.dumps(content, indent=1))

    def run_functions(self, selected):
        for number in range(self.arguments.rounds):
            for row in selected:
                self.measure(row, number)
            print(f"bench: functions, round {number + 1} of {self.arguments.rounds}", file=sys.stderr)

    def start_surroundings(self):
        key = ("--key-hash", workload.VIRTUAL_KEY_HASH, "--table", workload.TABLE)
        self.addresses = {
            "provider": self.start("provider", "--key", workload.PROVIDER_KEY),
            "burst_provider": self.start("provider", "--key", workload.PROVIDER_KEY, "--writes", "one"),
            "aws": self.start("aws", *key),
            "settling": self.start("aws", *key, "--settles"),
        }
        self.workload = workload.Workload(
            self.folder, ROOT / "examples/events", self.addresses["provider"], self.addresses["burst_provider"])

    @property
    def environments(self):
        return int(os.environ.get("MAX_ENVIRONMENTS") or 8)

    def run_product(self, selected):
        # Of its own: these may run wherever the kernel puts them.
        addresses = {
            "provider": self.start("provider", "--key", workload.PROVIDER_KEY, pinned=False),
            "burst": self.start("provider", "--key", workload.PROVIDER_KEY, "--writes", "one", pinned=False),
            "aws": self.start(
                "aws", "--key-hash", workload.VIRTUAL_KEY_HASH, "--secret", f"master-key={workload.MASTER_KEY}",
                "--secret", "provider={}", pinned=False),
        }
        product = Product(self.supervisor, self.folder / "product", self.programs)
        product.start(addresses, self.environments, self.await_ready)
        # From few connections to many: sandboxes start one after the other, as they would with traffic that grows.
        for load in sorted(selected, key=lambda load: load.connections):
            self.load(load, addresses, product.address, None)
        for number in range(self.arguments.rounds):
            for load in selected:
                self.load(load, addresses, product.address, number)
            print(f"bench: product, round {number + 1} of {self.arguments.rounds}", file=sys.stderr)

    def start(self, instrument, *options, pinned=True):
        command = [str(self.programs[instrument]), *options]
        if pinned:
            command = ["taskset", "-c", str(self.far), *command]
        return self.await_ready(
            self.supervisor.start(instrument, command, log=self.folder / f"{instrument}.log"))

    def await_ready(self, child):
        """The address that the child says it listens on."""
        found = []

        def is_ready():
            found[:] = [match.group(1) for match in map(READY.match, child.lines) if match]
            return bool(found)

        try:
            if self.supervisor.wait(is_ready, timeout=START_SECONDS):
                return found[0]
        except ChildExited:
            pass
        log = self.folder / f"{child.name}.log"
        tail = log.read_text(errors="replace").splitlines()[-5:] if log.exists() else []
        raise CannotMeasure("\n".join([f"{child.name} does not start", *tail]))

    def measure(self, row, number):
        command = [
            "taskset", "-c", str(self.near), str(self.programs["stopwatch"]),
            "--event", str(self.workload.event(row.event)), "--count", str(row.count),
            "--warm-up", str(row.count // 10), *row.checks,
        ]
        for name, value in self.environment(row).items():
            command += ["--environment", f"{name}={value}"]
        self.take(row.name, number, [*command, "--", str(self.programs[row.program]), *row.arguments])

    def environment(self, row):
        if row.program in FUNCTIONS.values():
            return {
                "ENVIRONMENT": "dev", "API_KEY_TABLE_NAME": workload.TABLE,
                "PRODUCT_CATALOG_TABLE_NAME": "ai-gateway-dev-product-catalog",
                "AWS_ENDPOINT_URL": self.addresses[row.aws], "GATEWAY_CONFIG": self.workload.configuration,
                "GATEWAY_MASTER_KEY": workload.MASTER_KEY, "BENCH_PROVIDER_KEY": workload.PROVIDER_KEY,
            }
        if row.provider:
            url = self.addresses[row.provider] + "/v1/chat/completions"
            return {"PROVIDER_URL": url, "PROVIDER_KEY": workload.PROVIDER_KEY}
        return {}

    def load(self, load, addresses, product, number):
        """`number` is None for the warm-up."""
        direct = addresses["burst" if load.body == "burst" else "provider"]
        url = (product if load.key else direct) + "/v1/chat/completions"
        command = [
            str(self.programs["load"]), "--url", url, "--body", str(self.workload.body(load.body)),
            "--header", f"Authorization: Bearer {load.key or workload.PROVIDER_KEY}",
            "--connections", str(load.connections), "--count", str(load.count),
            "--warm-up", str(4 * load.connections), *load.checks,
        ]
        self.take(load.name, number, command)

    def take(self, name, number, command):
        log = self.folder / f"{name}.log"
        child = self.supervisor.run(name, command, log=log, output=-1, timeout=120)
        if child.process.returncode == 0:
            if number is not None:
                self.results.add(name, number, json.loads(child.lines[-1]))
            return
        if not any(failure.startswith(f"{name}:") for failure in self.failures):
            said = log.read_text(errors="replace").strip().splitlines()
            self.failures.append(f"{name}: " + "\n".join(said[:8] or ["ended without a word"]))


def read_arguments():
    parser = argparse.ArgumentParser(description="Measures the functions and the whole product.")
    parser.add_argument("--instruments", type=pathlib.Path, required=True, help="the folder of the built instruments")
    parser.add_argument("--release", type=pathlib.Path, default=ROOT / ".build/release", help="the release build")
    parser.add_argument("--binaries", type=pathlib.Path, help="a folder of functions, or of their packages")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--rows", default="", help="only rows whose name begins with one of these: chat,product-stream")
    parser.add_argument("--placement", choices=("together", "apart"), default="together")
    parser.add_argument("--json", type=pathlib.Path, help="writes every figure of every round there too")
    parser.add_argument("--list", action="store_true", help="prints the names of the rows")
    arguments = parser.parse_args()
    arguments.release = arguments.release.absolute()
    arguments.instruments = arguments.instruments.absolute()
    if arguments.binaries:
        arguments.binaries = arguments.binaries.absolute()
    arguments.rows = tuple(filter(None, re.split(r"[ ,]+", arguments.rows)))
    return arguments


def main():
    arguments = read_arguments()
    if arguments.list:
        print("\n".join(f"{row.name:22} {row.title}" for row in (*rows.ROWS, *rows.LOADS)))
        return
    supervisor = Supervisor()
    if supervisor.make:
        supervisor.die_with_parent()
    status = 0
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        try:
            bench = Bench(arguments, supervisor, pathlib.Path(folder))
            try:
                bench.run()
            finally:
                for failure in bench.failures:
                    print(f"bench: WRONG: {failure}", file=sys.stderr)
            status = 1 if bench.failures else 0
        except (CannotMeasure, Missing, ChildExited, OSError) as error:
            print(f"bench: {error}", file=sys.stderr)
            status = 1
        except Stopped:
            print("bench: stopped", file=sys.stderr)
            status = 1
        finally:
            supervisor.stop()
    sys.exit(status)


if __name__ == "__main__":
    main()
