#!/usr/bin/env python3
"""Runs every check, or those named, and ends with `N passed, N failed`.

    test.py [setup format lengths imports data debug unit release templates binaries package integration]

A Swift test, a pytest test and every other check count as one each. What crashes, hangs or can't be counted has
failed. The whole output of each check is in .build/test-logs.
"""

import json
import os
import pathlib
import re
import sys
import time
import xml.etree.ElementTree

from supervisor import Stopped, Supervisor

ROOT = pathlib.Path(__file__).resolve().parent.parent
LOGS = ROOT / ".build/test-logs"
FUNCTIONS = ("GatewayFunction", "AuthorizerFunction", "MCPFunction")
MOST_LINES = 600
EXCERPT_LINES = 60
# What a hanging check is given before it is ended.
LIMIT_SECONDS = {"setup": 900, "debug": 1200, "release": 1500, "unit": 600, "package": 900, "integration": 900}
SWIFT_RUN = re.compile(r"Test run with (\d+) tests?(?: in \d+ suites?)? (passed|failed)")
SWIFT_FAILURE = re.compile(r"^\S+ +Test (?!run |case )(.+?) failed after ", re.MULTILINE)
SWIFT_SUCCESS = re.compile(r"^\S+ +Test (?!run |case ).+? passed after ", re.MULTILINE)
SWIFT_EXCERPT = re.compile(
    r"recorded an issue|↳ (?!Testing Library|Target Platform)|Fatal error|Test run with|error:|Suite .* failed")
FULL_FOUNDATION = re.compile(
    r"\s*(@\w+\s+)*(\w+\s+)?import\s+(\w+\s+)?Foundation(Networking|XML|Internationalization)?\b")
ICU_TRACES = (b"icudt", b"libFoundation.so", b"lib_FoundationICU.so", b"libFoundationInternationalization.so")
READ_BY_PEOPLE = (".swift", ".py", ".h", ".c", "")


class Result:
    def __init__(self, passed, failed, excerpt=()):
        self.passed = passed
        self.failed = failed
        self.excerpt = list(excerpt)

    @classmethod
    def check(cls, holds, excerpt=()):
        return cls(1, 0) if holds else cls(0, 1, excerpt)

    @classmethod
    def sum(cls, *results):
        return cls(
            sum(result.passed for result in results), sum(result.failed for result in results),
            [line for result in results for line in result.excerpt])


class Checks:
    """Each method whose name stands in ORDER is one check."""

    ORDER = (
        "setup", "format", "lengths", "imports", "data", "debug", "unit", "release", "templates", "binaries",
        "package", "integration",
    )
    NEEDS = {"unit": "debug", "templates": "release", "binaries": "release", "integration": "release"}

    def __init__(self, supervisor):
        self.supervisor = supervisor
        self.current = None

    def run(self, *command, environment=None):
        """Runs a program into the check's log. Returns (status, text)."""
        log = LOGS / f"{self.current}.log"
        before = log.stat().st_size if log.exists() else 0
        child = self.supervisor.run(
            self.current, [str(part) for part in command], environment, log=log, output=-1,
            timeout=LIMIT_SECONDS.get(self.current, 300))
        with open(log, "rb") as file:
            file.seek(before)
            text = file.read().decode(errors="replace")
        status = child.process.returncode
        if status < 0:
            text += f"\nended by signal {-status} (it crashed, or its time was up)"
        return status, text

    def check_run(self, *command):
        status, text = self.run(*command)
        # Of a build with errors, the errors, each once; the compiler repeats them for every file it was reading.
        errors = list(dict.fromkeys(line for line in text.splitlines() if re.search(r"^\S+: error: ", line)))
        return Result.check(status == 0, (errors or text.splitlines())[-EXCERPT_LINES:])

    def setup(self):
        return self.check_run(ROOT / "scripts/setup", "--with-test-tools")

    def format(self):
        return self.check_run(ROOT / "scripts/format", "lint")

    def lengths(self):
        """No file that a person reads and edits is longer than 600 lines."""
        corpora = ROOT / "fuzz/corpora"
        too_long = []
        for folder in ("Sources", "Tests", "bench", "fuzz", "infra", "packaging", "scripts"):
            for path in sorted((ROOT / folder).rglob("*")):
                if path.is_file() and path.suffix in READ_BY_PEOPLE and corpora not in path.parents:
                    lines = path.read_bytes().count(b"\n")
                    if lines > MOST_LINES:
                        too_long.append(f"{path.relative_to(ROOT)}: {lines} lines")
        return Result.check(not too_long, too_long)

    def imports(self):
        """Nothing that a function links imports full Foundation: it would bring ICU, 40 MB of it."""
        status, text = self.run("swift", "package", "--package-path", ROOT, "dump-package")
        if status != 0:
            return Result(0, 1, text.splitlines()[-EXCERPT_LINES:])
        package, _ = json.JSONDecoder().raw_decode(text, text.index("{"))
        targets = {target["name"]: target for target in package["targets"]}
        linked, pending = set(), list(FUNCTIONS)
        while pending:
            name = pending.pop()
            if name not in linked and name in targets:
                linked.add(name)
                for dependency in targets[name]["dependencies"]:
                    pending += [value[0] for value in dependency.values()]
        found = []
        for name in sorted(linked):
            folder = ROOT / (targets[name].get("path") or f"Sources/{name}")
            for path in sorted(folder.rglob("*.swift")):
                for number, line in enumerate(path.read_text().splitlines(), 1):
                    if FULL_FOUNDATION.match(line):
                        found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()}")
        return Result.check(not found, found)

    def data(self):
        """The sample catalogue is what its generator writes."""
        return self.check_run(sys.executable, ROOT / "scripts/make_catalog.py", "--check")

    def debug(self):
        return self.check_run(ROOT / "scripts/build", "debug")

    def unit(self):
        # One after the other: tests that wait for real servers and children have deadlines, and hundreds that start at
        # once compete for a machine with few cores.
        status, text = self.run(
            "swift", "test", "--package-path", ROOT, "--skip-build", "--disable-xctest", "--no-parallel",
            "--explicit-target-dependency-import-check", "error")
        runs = [(int(count), outcome) for count, outcome in SWIFT_RUN.findall(text)]
        failed = len(set(SWIFT_FAILURE.findall(text)))
        # A crash leaves no count of its own.
        total = sum(count for count, _ in runs) if runs else len(SWIFT_SUCCESS.findall(text)) + failed
        if status != 0 or not runs or any(outcome == "failed" for _, outcome in runs):
            failed = max(failed, 1)
        excerpt = [line for line in text.splitlines() if SWIFT_EXCERPT.search(line)] or text.splitlines()
        return Result(max(total - failed, 0), failed, excerpt[-EXCERPT_LINES:] if failed else ())

    def release(self):
        return self.check_run(ROOT / "scripts/build", "release")

    def templates(self):
        """The committed templates are what the generator writes, and CloudFormation would take them."""
        return Result.sum(
            self.check_run(ROOT / "scripts/synth", "--check"),
            self.check_run(ROOT / ".venv/bin/cfn-lint", *sorted((ROOT / "infra/templates").glob("*.json"))))

    def binaries(self):
        """No function carries ICU or links full Foundation."""
        found = []
        for name in FUNCTIONS:
            content = (ROOT / ".build/release" / name).read_bytes()
            for trace in ICU_TRACES:
                if trace in content:
                    found.append(f"{name}: {trace.decode()}")
        return Result.check(not found, found)

    def package(self):
        """The functions can be packaged for Lambda, and what is in the packages answers with nothing but glibc."""
        built = self.check_run(ROOT / "scripts/package")
        if built.failed:
            # There are no packages of these sources: they have not been seen to run.
            return Result.sum(built, Result(0, 1))
        return Result.sum(built, self.check_run(ROOT / "scripts/check-linkage"))

    def integration(self):
        report = LOGS / "integration.xml"
        report.unlink(missing_ok=True)
        status, text = self.run(
            ROOT / ".venv/bin/python", "-m", "pytest", ROOT / "Tests/integration", f"--junitxml={report}",
            environment={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
        passed = failed = 0
        if report.exists():
            for suite in xml.etree.ElementTree.parse(report).getroot().iter("testsuite"):
                count = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
                failed += count["failures"] + count["errors"]
                passed += count["tests"] - count["failures"] - count["errors"] - count["skipped"]
        if status != 0 or passed == 0:
            failed = max(failed, 1)
        return Result(passed, failed, self.pytest_excerpt(text) if failed else ())

    @staticmethod
    def pytest_excerpt(text):
        """The first failures in full, then the list of all."""
        lines = text.splitlines()
        starts = [number for number, line in enumerate(lines) if re.match(r"=+ (FAILURES|ERRORS) =+", line)]
        ends = [number for number, line in enumerate(lines) if "short test summary info" in line]
        if not starts or not ends:
            return lines[-EXCERPT_LINES:]
        return lines[starts[0] : ends[0]][: 2 * EXCERPT_LINES] + lines[ends[0] :][: 2 * EXCERPT_LINES]


def main():
    wanted = sys.argv[1:] or list(Checks.ORDER)
    unknown = set(wanted) - set(Checks.ORDER)
    if unknown:
        sys.exit(f"test: no such check: {' '.join(sorted(unknown))}\n\n{__doc__}")
    wanted = {"setup", *wanted, *(Checks.NEEDS[name] for name in wanted if name in Checks.NEEDS)}
    LOGS.mkdir(parents=True, exist_ok=True)
    supervisor = Supervisor()
    if supervisor.make:
        supervisor.die_with_parent()
    checks = Checks(supervisor)
    passed = failed = 0
    broken = set()
    began = time.monotonic()
    try:
        for name in (name for name in Checks.ORDER if name in wanted):
            if "setup" in broken or Checks.NEEDS.get(name) in broken:
                # What it needs is counted as failed already, and so is this.
                print(f"{name:<12} not run", flush=True)
                failed += 1
                continue
            checks.current = name
            (LOGS / f"{name}.log").unlink(missing_ok=True)
            started = time.monotonic()
            try:
                result = getattr(checks, name)()
            except (OSError, ValueError, KeyError, xml.etree.ElementTree.ParseError) as error:
                result = Result(0, 1, [f"{type(error).__name__}: {error}"])
            passed, failed = passed + result.passed, failed + result.failed
            outcome = f"{result.passed} passed" + (f", {result.failed} FAILED" if result.failed else "")
            print(f"{name:<12} {outcome:<24} {time.monotonic() - started:7.1f} s", flush=True)
            if result.failed:
                broken.add(name)
                print("\n".join("    " + line for line in result.excerpt))
                print(f"    all of it: {LOGS / name}.log", flush=True)
    except Stopped:
        failed += 1
        print("stopped", flush=True)
    finally:
        supervisor.stop()
    print(f"{'total':<12} {'':<24} {time.monotonic() - began:7.1f} s")
    print(f"{passed} passed, {failed} failed", flush=True)
    os._exit(1 if failed else 0)


if __name__ == "__main__":
    main()
