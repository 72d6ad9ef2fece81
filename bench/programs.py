"""The programs that are measured: those that ship, where `make package` has made them of the present sources."""

import io
import os
import zipfile

import packages

# By the name of the package that each is shipped in.
FUNCTIONS = {package: product for package, (product, _) in packages.FUNCTIONS.items()}


class Missing(Exception):
    """What has to be built first."""


class Programs:
    """Paths by name, and where the functions are from."""

    def __init__(self, release, binaries, instruments, folder):
        self.paths = {"HelloFunction": release / "HelloFunction", "LambdaEmulator": release / "LambdaEmulator"}
        for name in ("stopwatch", "provider", "aws", "load", "floor", "curl_function"):
            self.paths[name] = instruments / name
        if binaries is None:
            binaries = packages.OUTPUT if packages.are_current() else release
        self.folder = binaries
        self.archives = {
            name: binaries / f"{package}.zip"
            for package, name in FUNCTIONS.items() if (binaries / f"{package}.zip").is_file()}
        for name in FUNCTIONS.values():
            self.paths[name] = self.extracted(name, folder) if name in self.archives else binaries / name

    def __getitem__(self, name):
        path = self.paths[name]
        if not path.is_file() or not os.access(path, os.X_OK):
            raise Missing(f"{path} is no program; `make bench` builds {name}")
        return path

    @property
    def kind(self):
        return "packages" if self.archives else "release build"

    def extracted(self, name, folder):
        folder.mkdir(exist_ok=True)
        path = folder / name
        with zipfile.ZipFile(self.archives[name]) as archive:
            path.write_bytes(archive.read("bootstrap"))
        path.chmod(0o755)
        return path

    def zip_bytes(self, name):
        """The size of a function's package; of one made of the program alone when it was not packaged."""
        if name in self.archives:
            return self.archives[name].stat().st_size
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            archive.write(self[name], "bootstrap")
        return len(content.getvalue())
