"""The second start of `./run demo`: everything is set up, how long until the sign-in page answers?"""

import os
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator

from tests.bench.sample import Sample, of_times
from tests.bench.server import ROOT, free_port

STARTS = 3
PATIENCE_S = 120


def second_start() -> Iterator[tuple[str, Sample]]:
    """From the order to the first page, on a demo firm that stands."""
    with tempfile.TemporaryDirectory(prefix="advisor-bench-") as folder:
        own = {key: value for key, value in os.environ.items() if not key.startswith("ADVISOR_")}
        own["ADVISOR_DATA_DIR"] = folder
        subprocess.run([ROOT / "run", "demo", "--no-serve"], env=own, check=True, capture_output=True)
        yield "second start of ./run demo", of_times([_seconds(own) for _ in range(STARTS)])


def _seconds(environment: dict[str, str]) -> float:
    port, begun = free_port(), time.perf_counter()
    order = [str(ROOT / "run"), "demo", "--port", str(port)]
    running = subprocess.Popen(order, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not _answers(port):
            if running.poll() is not None or time.perf_counter() - begun > PATIENCE_S:
                raise RuntimeError("The demo did not start.")
            time.sleep(0.02)
        return time.perf_counter() - begun
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(PATIENCE_S)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=30) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
