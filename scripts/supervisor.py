"""Children that never outlive the process that started them.

Each child is the leader of a session of its own, is told to end when this process dies however it dies, and ends
within two seconds when this process is told to stop. Orphans of a child that was killed come to this process
(PR_SET_CHILD_SUBREAPER) and are ended too. Linux only.
"""

import contextlib
import ctypes
import os
import selectors
import signal
import subprocess
import time

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE_SECONDS = 1.5
# Looks at `make` this often: a signal sent to it alone never arrives here by itself.
POLL_SECONDS = 0.2

libc = ctypes.CDLL(None, use_errno=True)


class Stopped(Exception):
    """This process was told to stop."""

    def __init__(self, number):
        super().__init__(signal.Signals(number).name)
        self.number = number


class ChildExited(Exception):
    """A child that should have kept running has ended."""

    def __init__(self, child):
        super().__init__(f"{child.name} ended with status {child.process.returncode}")
        self.child = child


class Child:
    """A running program and what it prints on standard output, line by line."""

    def __init__(self, name, process, log):
        self.name = name
        self.process = process
        self.log = log
        self.lines = []
        self.partial = b""
        self.output_ended = process.stdout is None
        self.pidfd = os.pidfd_open(process.pid)

    def take_output(self):
        """False at the end of the output."""
        data = os.read(self.process.stdout.fileno(), 1 << 16)
        if self.log is not None:
            self.log.write(data)
            self.log.flush()
        *lines, self.partial = (self.partial + data).split(b"\n")
        self.lines += [line.decode(errors="replace") for line in lines]
        # Only what comes before `ready` is of interest to anyone.
        del self.lines[:-100]
        return bool(data)

    def signal_group(self, number):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, number)


class Supervisor:
    def __init__(self):
        self.children = []
        self.selector = selectors.DefaultSelector()
        self.received = None
        self.make = parent_make()
        libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        reader, writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        self.selector.register(reader, selectors.EVENT_READ, lambda: os.read(reader, 64))
        for number in STOP_SIGNALS:
            signal.signal(number, self.on_signal)

    def die_with_parent(self):
        """When the process that started this one dies, stop too."""
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)

    def on_signal(self, number, _frame):
        self.received = self.received or number

    def start(self, name, arguments, environment=None, log=None, output=subprocess.PIPE):
        """Starts a program. Its standard error, and its output once taken, go to the log file."""
        log_file = open(log, "ab") if log else None
        this_process = os.getpid()

        def prepare():
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
            if os.getppid() != this_process:
                os._exit(1)

        process = subprocess.Popen(
            arguments, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=log_file,
            start_new_session=True, preexec_fn=prepare,
        )
        child = Child(name, process, log_file)
        self.children.append(child)
        self.selector.register(child.pidfd, selectors.EVENT_READ, lambda: self.forget(child))
        if process.stdout is not None:
            self.selector.register(process.stdout, selectors.EVENT_READ, lambda: self.drain(child))
        return child

    def run(self, name, arguments, environment=None, log=None, output=None, timeout=None):
        """Runs a program to its end and returns it; ends it when its time is up (then its status is negative)."""
        child = self.start(name, arguments, environment, log, output)

        def has_ended():
            return child.process.returncode is not None and child.output_ended

        while not self.wait(has_ended, timeout=timeout, allow_exit=child):
            child.signal_group(signal.SIGKILL)
            timeout = None
        self.children.remove(child)
        return child

    def wait(self, condition=lambda: False, timeout=None, allow_exit=None):
        """Serves children until the condition holds (True) or time is up (False).

        Raises Stopped when this process was told to stop and ChildExited when another child than `allow_exit` ended.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            if self.received is None and self.make is not None and self.make.was_interrupted():
                self.received = signal.SIGINT
            if self.received is not None:
                raise Stopped(self.received)
            if condition():
                return True
            for child in self.children:
                if child.process.returncode is not None and child is not allow_exit:
                    raise ChildExited(child)
            remaining = POLL_SECONDS if self.make else None
            if deadline is not None:
                remaining = min(remaining or deadline, deadline - time.monotonic())
                if remaining <= 0:
                    return False
            self.serve(remaining)

    def serve(self, timeout):
        for key, _ in self.selector.select(timeout):
            key.data()

    def drain(self, child):
        if not child.take_output():
            child.output_ended = True
            self.selector.unregister(child.process.stdout)

    def forget(self, child):
        child.process.wait()
        self.selector.unregister(child.pidfd)

    def stop(self):
        """Ends every child: politely, then not."""
        deadline = time.monotonic() + GRACE_SECONDS
        for child in reversed(self.children):
            if child.process.poll() is None:
                child.signal_group(signal.SIGTERM)
                while child.process.poll() is None and time.monotonic() < deadline:
                    self.serve(0.01)
        for child in self.children:
            child.signal_group(signal.SIGKILL)
        # Sandboxes are in groups of their own; their parent is dead, so they are this process's children now.
        until = time.monotonic() + 1
        while time.monotonic() < until:
            orphans = direct_children()
            for pid in orphans:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            try:
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            except ChildProcessError:
                return
            time.sleep(0.005)


class Make:
    """The `make` that runs this process.

    GNU make hands on SIGTERM to its children but not SIGINT and SIGHUP, which a terminal sends to all of them; sent
    to make alone it waits for this process for ever. Its handler first gives up catching the signal, and that
    /proc shows.
    """

    def __init__(self, pid):
        self.pid = pid
        self.caught_at_start = self.caught()

    def caught(self):
        watched = sum(1 << (number - 1) for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM))
        try:
            with open(f"/proc/{self.pid}/status") as status:
                for line in status:
                    if line.startswith("SigCgt:"):
                        return int(line.split()[1], 16) & watched
        except OSError:
            pass
        return 0

    def was_interrupted(self):
        return self.caught() != self.caught_at_start


def parent_make():
    pid = os.getppid()
    try:
        with open(f"/proc/{pid}/comm") as name:
            return Make(pid) if name.read().strip() in ("make", "gmake") else None
    except OSError:
        return None


def direct_children():
    """Process ids of this process's children."""
    own = os.getpid()
    children = []
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open(f"/proc/{entry}/stat", "rb") as stat:
                # The second field, the name, is in parentheses and may hold anything.
                fields = stat.read().rpartition(b") ")[2].split()
        except OSError:
            continue
        if int(fields[1]) == own and fields[0] != b"Z":
            children.append(int(entry))
    return children
