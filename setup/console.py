"""How ./run speaks and starts other programs."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
LOG = CACHE / "setup.log"
Command = Sequence[str | Path]


class Stop(Exception):
    """Set-up or a verb cannot go on; the message says why and what to do."""


def say(text: str) -> None:
    """Print one line at once, also where output is a file or a pipe."""
    print(text, flush=True)


def warn(text: str) -> None:
    """Print one line that a person should not overlook."""
    print(f"!  {text}", file=sys.stderr, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Announce a long step, and say how long it took."""
    say(f"-> {title}")
    begun = time.monotonic()
    yield
    say(f"   done in {time.monotonic() - begun:.0f} s")


def quietly(
    command: Command,
    env: Mapping[str, str] | None = None,
    on_line: Callable[[str], None] | None = None,
) -> None:
    """Run a program with its output in .cache/setup.log; raise Stop with the last lines when it fails."""
    CACHE.mkdir(exist_ok=True)
    said: list[str] = []
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"\n$ {' '.join(map(str, command))}\n")
        process = subprocess.Popen(
            command, cwd=ROOT, env=_environment(env), text=True, errors="replace",
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        for line in process.stdout or ():
            log.write(line)
            said.append(line.rstrip())
            if on_line:
                on_line(line)
    if process.wait():
        end = "\n   ".join(said[-15:])
        raise Stop(f"{Path(command[0]).name} failed ({process.returncode}):\n   {end}\n   All of it: {LOG}")


def loudly(command: Command, env: Mapping[str, str] | None = None) -> int:
    """Run a program that speaks for itself and return its exit code."""
    sys.stdout.flush()
    return subprocess.run(command, cwd=ROOT, env=_environment(env), check=False).returncode


def become(command: Command, env: Mapping[str, str] | None = None) -> NoReturn:
    """Turn into another program, so that Ctrl-C and signals reach it directly. Does not return."""
    sys.stdout.flush()
    os.execve(command[0], [str(part) for part in command], _environment(env))  # noqa: S606 - no shell is the point


def _environment(extra: Mapping[str, str] | None) -> dict[str, str]:
    return {**os.environ, **(extra or {})}
