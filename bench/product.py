"""The whole product on loopback with the benchmark's provider and AWS behind it."""

import os
import re

import run_local
import workload
from programs import FUNCTIONS


class Product:
    """The emulator as `make run` starts it, without what `make run` needs Python packages for."""

    def __init__(self, supervisor, folder, programs):
        self.supervisor = supervisor
        self.folder = folder
        self.programs = programs
        self.address = None

    def start(self, addresses, environments, await_ready):
        code, logs = self.folder / "code", self.folder / "logs"
        code.mkdir(parents=True)
        logs.mkdir()
        for name in FUNCTIONS.values():
            (code / name).symlink_to(self.programs[name])
        configuration = self.folder / "gateway.yaml"
        configuration.write_text(workload.configuration(addresses["provider"], addresses["burst"]))
        # Nothing of this machine's own AWS or provider set-up may leak in.
        for name in [name for name in os.environ if re.match(r"AWS_|\w*_API_(KEY|BASE|VERSION)$", name)]:
            del os.environ[name]
        os.environ["BENCH_PROVIDER_KEY"] = workload.PROVIDER_KEY
        settings = run_local.Settings({
            "PORT": "0", "GATEWAY_CONFIG": str(configuration), "GATEWAY_CODE_DIR": str(code),
            "STATE_DIR": str(self.folder),
        })
        run = run_local.LocalRun(settings, self.supervisor)
        _, *command = run.emulator_command(
            "serve", addresses["aws"], "--port", "0", "--max-environments", str(environments), "--log-dir", str(logs))
        self.address = await_ready(self.supervisor.start(
            "emulator", [str(self.programs["LambdaEmulator"]), *command], run.function_environment(addresses["aws"]),
            log=self.folder.parent / "emulator.log"))
