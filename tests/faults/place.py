"""A running firm to be broken: its database and folder, its real processes, and ways to wait for a fact."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests import make
from tests.bench.server import ROOT, free_port
from tests.bench.visitor import Visitor

Process = subprocess.Popen[bytes]


@dataclass(slots=True)
class Place:
    """One firm on one machine. Processes started here are ended with it."""

    folder: Path
    url: str
    settings: dict[str, str] = field(default_factory=dict)
    running: list[Process] = field(default_factory=list)
    visitors: list[Visitor] = field(default_factory=list)
    root: Path = ROOT  # where the program is run from

    @property
    def environment(self) -> dict[str, str]:
        """What the program's processes see."""
        ours = {key: value for key, value in os.environ.items() if not key.startswith("ADVISOR_")}
        return ours | {
            "ADVISOR_DATA_DIR": str(self.folder / "instance"), "ADVISOR_DATABASE_URL": self.url,
            "ADVISOR_KEY_FILE": str(self.folder / "advisor.keys"), "PYTHONPATH": str(self.root),
        } | self.settings  # fmt: skip

    def start(self, *arguments: str) -> Process:
        """Start a command of the program in a process group of its own."""
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.bench.program", *arguments] if self.root == ROOT
                else [sys.executable, "-c", "from advisor.cli.main import main; main()", *arguments],
                env=self.environment, cwd=self.root, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.running.append(process)
        return process

    def web(self, workers: int = 1) -> tuple[Process, int]:
        """Start the web pages; returns when they answer."""
        port = free_port()
        self.settings["ADVISOR_PORT"] = str(port)
        process = self.start("serve", "--workers", str(workers))
        until(lambda: answers(port) or self._fell(process), 60)
        return process, port

    def sign_in(self, port: int) -> Visitor:
        """The advisor of the cast, signed in."""
        visitor = Visitor(port)
        self.visitors.append(visitor)
        visitor.sign_in("advisor@example.test", make.PASSWORD)
        return visitor

    def said(self) -> str:
        """The end of what the processes wrote, for the test that failed."""
        return (self.folder / "log").read_text(errors="replace")[-4000:]

    def _fell(self, process: Process) -> bool:
        assert process.poll() is None, self.said()
        return False

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "tests.bench.program", *arguments], env=self.environment, cwd=ROOT, check=False,
            capture_output=True, text=True, timeout=120,
        )  # fmt: skip

    def sound(self) -> None:
        """The product's own proofs: every invariant holds, every link of the trail holds."""
        checked = self.run("check", "--json")
        assert json.loads(checked.stdout)["violations"] == [], checked.stdout
        verified = self.run("audit", "verify", "--json")
        assert verified.returncode == 0, verified.stdout + verified.stderr

    def end(self) -> None:
        """Kill what still runs, close what is still open."""
        for visitor in self.visitors:
            visitor.close()
        for process in self.running:
            kill(process)


def kill(process: Process) -> None:
    """kill -9 the process and everything it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(30)


def until(fact: Callable[[], object], seconds: float) -> None:
    """Wait until a fact holds; fails after so many seconds."""
    pause = threading.Event()
    for _ in range(int(seconds * 20)):
        if fact():
            return
        pause.wait(0.05)
    raise AssertionError(f"not within {seconds} s: {fact}")


def answers(port: int) -> bool:
    """True when somebody answers on the port, whatever it says."""
    visitor = Visitor(port)
    try:
        return visitor.get("/sign-in").status > 0
    except OSError:
        return False
    finally:
        visitor.close()
