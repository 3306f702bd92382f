"""Papers: the product's press beside bare warm WeasyPrint on the same HTML."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from advisor.papers import press
from advisor.papers.pages import Page
from advisor.papers.samples import sample_page
from advisor.papers.typeface import write_fontconfig
from tests.bench.sample import Sample, of_times
from tests.bench.server import ROOT

PAPERS = {"checklist PDF": "checklist", "offer PDF, 60 rows": "offer", "contract PDF": "contract"}
"""The samples beside the pages; the offer's simulation has 60 instalments, in equal instalments and equal capital."""


def measure(times: int) -> Iterator[tuple[str, Sample]]:
    """Yield each paper by the warm press, and the same page by bare WeasyPrint; both turn by turn, machines drift."""
    for name, kind in PAPERS.items():
        page = sample_page(kind)
        press.render(*page)
        ours, bare = [], []
        for _ in range(2):
            for _ in range(max(1, times // 2)):
                start = time.perf_counter()
                press.render(*page)
                ours.append(time.perf_counter() - start)
            bare += _bare(page, max(1, times // 2))
        yield name, of_times(ours)
        yield f"floor: bare WeasyPrint, {name}", of_times(bare)
    press.close()


def _bare(page: Page, times: int) -> list[float]:
    """Seconds per document of WeasyPrint alone in a warm process with the same fonts."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"FONTCONFIG_FILE": str(write_fontconfig(Path(folder))), "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.bare_press"], input=json.dumps({"html": page.html, "times": times}),
            capture_output=True, text=True, check=True, env=os.environ | environment, cwd=ROOT,
        )  # fmt: skip
    seconds: list[float] = json.loads(done.stdout.splitlines()[-1])
    return seconds
