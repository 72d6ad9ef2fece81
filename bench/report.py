"""Figures of all rounds as Markdown: what the machine is, targets, tables. Medians over the rounds, [least–most]."""

import os
import platform
import statistics
import time

import rows
from programs import FUNCTIONS


def machine():
    """(one line about this machine, a warning or None)."""
    model = platform.machine()
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    cores, load = os.cpu_count() or 1, os.getloadavg()[0]
    date = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
    line = f"{model}, {cores} cores, Linux {platform.release()}, load average {load:.2f} at the start, {date}"
    is_busy = load > cores / 4
    warning = f"the load average is {load:.2f}: others use this machine, and the figures show it"
    return line, warning if is_busy else None


class Results:
    """What each row gave in each round: {row: {round: the instrument's JSON}}."""

    def __init__(self, programs):
        self.rounds = {}
        self.programs = programs

    def add(self, name, number, outcome):
        self.rounds.setdefault(name, {})[number] = outcome

    def values(self, name, get):
        return [get(outcome) for outcome in self.rounds.get(name, {}).values()]

    def paired(self, name, other, combine, get):
        """Of each round that has both rows: one's figure with the other's of the same round."""
        mine, others = self.rounds.get(name, {}), self.rounds.get(other, {})
        return [combine(get(mine[number]), get(others[number])) for number in mine if number in others]

    def of_program(self, program, figure):
        """Of each row of a program, its values."""
        return [
            self.values(row.name, lambda outcome: outcome[figure])
            for row in rows.ROWS if row.program == program and row.name in self.rounds]

    def figure(self, row, figure):
        """The values of what a target judges; empty when it was not measured."""
        if figure == "ratio":
            base = next(candidate.base for candidate in rows.ROWS if candidate.name == row)
            return self.paired(row, base, lambda a, b: a / b, lambda outcome: outcome["answer_us"]["median"])
        if figure == "added_ms":
            direct = next(candidate.direct for candidate in rows.LOADS if candidate.name == row)
            return self.paired(row, direct, lambda a, b: (a - b) / 1000, lambda outcome: outcome["total_us"]["median"])
        if figure == "init_ms":
            # A program starts alike whatever it is given next.
            return [value for values in self.of_program(row, "init_ms") for value in values]
        if figure == "rss_mb":
            needed = max(self.of_program(row, "rss_kb"), key=statistics.median, default=[])
            return [kilobytes / 1024 for kilobytes in needed]
        if figure == "zip_mb":
            return [self.programs.zip_bytes(row) / 1e6]
        return self.values(row, lambda outcome: outcome[figure])


def spread(values, digits):
    """Nothing for no values: the row, or the one that it is compared with, has failed."""
    if not values:
        return ""
    values = sorted(values)
    return f"{statistics.median(values):,.{digits}f} [{values[0]:,.{digits}f}–{values[-1]:,.{digits}f}]"


def middle(values, digits):
    return f"{statistics.median(values):,.{digits}f}" if values else ""


def table(head, lines):
    if not lines:
        return ""
    text = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    return "\n".join(text + ["| " + " | ".join(line) + " |" for line in lines]) + "\n"


def targets(results):
    lines = []
    for target in rows.TARGETS:
        values = results.figure(target.row, target.figure)
        if not values:
            continue
        measured = statistics.median(values)
        reached = measured >= target.limit if target.is_least else measured <= target.limit
        sign = "≥" if target.is_least else "≤"
        shown = spread(values, target.digits) if len(values) > 1 else middle(values, target.digits)
        lines.append((target.title, shown, f"{sign} {target.limit:,g} {target.unit}", "pass" if reached else "short"))
    return table(("target", "measured", "wanted", ""), lines)


def invocations(results):
    lines = []
    for row in rows.ROWS:
        if row.name not in results.rounds:
            continue

        def of(name, part):
            return results.values(row.name, lambda outcome: outcome[name][part])

        lines.append((
            row.title, spread(of("answer_us", "median"), 1), spread(results.figure(row.name, "ratio"), 2),
            middle(of("answer_us", "p95"), 0), middle(of("answer_us", "p99"), 0),
            middle(of("first_byte_us", "median"), 1), middle(of("turn_us", "median"), 1),
            middle(results.values(row.name, lambda outcome: outcome["cpu_us"]), 1),
        ))
    return table(
        ("one invocation", "answer µs", "× base", "p95", "p99", "first byte µs", "turn µs", "CPU µs"), lines)


def starts(results):
    lines = []
    for row in rows.ROWS:
        if row.name not in results.rounds:
            continue

        def of(name):
            return results.values(row.name, lambda outcome: outcome[name])

        lines.append((
            row.title, spread(of("init_ms"), 2), middle(of("init_cpu_ms"), 2), middle(of("first_us"), 0),
            spread([value / 1024 for value in of("rss_kb")], 1)))
    return table(("start", "init ms", "init CPU ms", "first invocation µs", "peak MB"), lines)


def sizes(programs):
    lines = [
        (name, f"{programs[name].stat().st_size / 1e6:.2f}", f"{programs.zip_bytes(name) / 1e6:.2f}")
        for name in FUNCTIONS.values()]
    return table(("program", "MB", "zip MB"), lines)


def product(results):
    lines = []
    for load in rows.LOADS:
        if load.name not in results.rounds:
            continue

        def of(part):
            return results.values(load.name, lambda outcome: outcome["total_us"][part] / 1000)

        added = results.figure(load.name, "added_ms") if load.direct and load.connections == 1 else []
        lines.append((
            load.title, str(load.connections), spread(of("median"), 2), middle(of("p95"), 2), middle(of("p99"), 2),
            spread(added, 2) if added else "",
            spread(results.values(load.name, lambda outcome: outcome["per_s"]), 0),
        ))
    return table(("whole product", "connections", "ms", "p95", "p99", "added ms", "per s"), lines)


def text(results, line, placement):
    parts = [
        line, placement, targets(results), invocations(results), starts(results), sizes(results.programs),
        product(results),
    ]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts if part)
