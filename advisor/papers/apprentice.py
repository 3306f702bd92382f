"""The warm child process that works the press: started when first needed, killed when late, replaced when dead.

The child is a fresh interpreter (never a fork of a server with threads) and inherits neither settings nor secrets:
its environment is an allow-list. Each apprentice serves one thread at a time; `press` hands them out.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO, cast

from advisor.config import PACKAGE
from advisor.papers import wire
from advisor.papers.errors import PressFailed, PressUnavailable
from advisor.papers.typeface import require_fonts, write_fontconfig

PATIENCE_S = 30.0
# What a child needs to find Python, Pango and its temporary folder; SOURCE_DATE_EPOCH makes equal papers equal bytes.
_INHERITED = ("PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "PYTHONPATH", "SYSTEMROOT", "TMPDIR", "HOME")
_EPOCH = "1767225600"


class Gone(Exception):
    """The child ended before it answered, without having been late."""


class Apprentice:
    """One child process, its pipes and its workbench (a temporary folder for fontconfig)."""

    def __init__(self, patience_s: float = PATIENCE_S) -> None:
        self._patience_s = patience_s
        self._process: subprocess.Popen[bytes] | None = None
        self._workbench: Path | None = None

    @property
    def pid(self) -> int | None:
        """The child's process id while there is a child."""
        return self._process.pid if self._process else None

    def work(self, order: bytes) -> bytes:
        """The PDF for a packed order.

        Raises PressUnavailable (cannot print here), PressFailed (late, or the page is at fault) or Gone (child died).
        """
        process = self._process or self._start()
        late = threading.Event()
        watch = threading.Timer(self._patience_s, _dismiss, (process, late))
        watch.daemon = True
        watch.start()
        try:
            reply = _ask(process, order)
        except (OSError, EOFError) as end:
            self.stop()
            if late.is_set():
                raise PressFailed(f"No PDF: printing took longer than {self._patience_s:g} seconds.") from end
            raise Gone from end
        finally:
            watch.cancel()
        return _judge(reply)

    def stop(self) -> None:
        """End the child and clear its workbench; the next order starts a new one."""
        process, self._process = self._process, None
        if process:
            process.kill()
            _close(process)
            process.wait()
        if self._workbench:
            shutil.rmtree(self._workbench, ignore_errors=True)
            self._workbench = None

    def forget(self) -> None:
        """After a fork: let go of the parent's child without ending it."""
        if self._process:
            _close(self._process)
            self._process.returncode = 0  # not ours to wait for, and nothing to warn about
        self._process = self._workbench = None

    def _start(self) -> subprocess.Popen[bytes]:
        require_fonts()
        self._workbench = Path(tempfile.mkdtemp(prefix="advisor-press-"))
        settings = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        settings["PYTHONPATH"] = os.pathsep.join(filter(None, (str(PACKAGE.parent), settings.get("PYTHONPATH"))))
        settings["FONTCONFIG_FILE"] = str(write_fontconfig(self._workbench))
        settings["SOURCE_DATE_EPOCH"] = _EPOCH
        command = [sys.executable, "-P", "-m", "advisor.papers"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, env=settings, cwd=self._workbench)
        return self._process


def _ask(process: subprocess.Popen[bytes], order: bytes) -> bytes:
    wire.send(cast(IO[bytes], process.stdin), order)
    return wire.receive(cast(IO[bytes], process.stdout))


def _judge(reply: bytes) -> bytes:
    verdict, content = reply[:1], reply[1:]
    if verdict == wire.PRINTED:
        return content
    error = PressUnavailable if verdict == wire.UNAVAILABLE else PressFailed
    raise error(content.decode("utf-8", "replace"))


def _dismiss(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


def _close(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with contextlib.suppress(OSError):  # an unsent rest of an order to a dead child
                pipe.close()
