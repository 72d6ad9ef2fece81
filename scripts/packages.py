"""What `make package` writes into .build/package, and what that is made of."""

import json
import pathlib
import platform
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUTPUT = ROOT / ".build/package"
# zip: (product, {name in the zip: file}). gateway.yaml is where the function looks when GATEWAY_CONFIG is not set.
FUNCTIONS = {
    "gateway": ("GatewayFunction", {"gateway.yaml": "config/gateway.yaml"}),
    "authorizer": ("AuthorizerFunction", {}),
    "mcp": ("MCPFunction", {}),
}
# As Lambda names architectures.
LAMBDA_NAMES = {"x86_64": "x86_64", "aarch64": "arm64"}
# The zip format knows no earlier time.
TIMESTAMP = (1980, 1, 1, 0, 0, 0)


def members(name):
    """The names in a zip, in their order."""
    return sorted(["bootstrap", "versions.json", *FUNCTIONS[name][1]])


def work_folder(machine):
    """Where the programs of an architecture, as the kernel names it, are built."""
    return OUTPUT / machine


def stamp(machine):
    """The file whose time is the start of the last build that succeeded."""
    return work_folder(machine) / "built"


def are_programs_current(machine):
    """Whether nothing that the programs are made of has changed since their last build began."""
    if not stamp(machine).exists():
        return False
    built = stamp(machine).stat().st_mtime
    sources = [ROOT / "Package.swift", ROOT / "scripts/package", ROOT / "scripts/packages.py"]
    for folder in ("Sources", "packaging"):
        # Folders are looked at too: their time changes when a file is removed. What leads nowhere is an editor's lock.
        sources += [ROOT / folder, *(path for path in (ROOT / folder).rglob("*") if path.is_file() or path.is_dir())]
    return all(source.stat().st_mtime < built for source in sources)


def are_current():
    """Whether there are packages of the present sources that this machine can run."""
    machine = platform.machine()
    archives = [OUTPUT / f"{name}.zip" for name in FUNCTIONS]
    if not are_programs_current(machine) or not all(archive.is_file() for archive in archives):
        return False
    # Packages that were checked and found wanting have left older ones in place.
    built = stamp(machine).stat().st_mtime
    return all(
        archive.stat().st_mtime > built and architecture(archive) == LAMBDA_NAMES.get(machine)
        for archive in archives)


def architecture(archive):
    """What a package says it is for."""
    with zipfile.ZipFile(archive) as content:
        return json.loads(content.read("versions.json"))["architecture"]
