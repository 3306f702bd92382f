"""How gunicorn runs the house: read once before the fork, so that the processes share what they only look at."""

import gc
from typing import Any

preload_app = True
worker_class = "gthread"
graceful_timeout = 20
accesslog = None  # the house keeps its own log, without addresses of people

gc.disable()  # until the app is put together: what that makes stays, looking for garbage only takes time
CYCLES = (50_000, 20, 50)
"""A page makes thousands of short-lived objects and hardly a cycle; looking for them less often saves a tenth."""


def when_ready(_server: Any) -> None:
    """Before the first fork: what stands now lives as long as the process and is never looked through again.

    Without looking for garbage first: it would find a few hundred objects and take a tenth of the start.
    """
    gc.freeze()
    gc.enable()


def post_fork(_server: Any, _worker: Any) -> None:
    """In each new process. No connection is shared with the parent: putting the app together opens none."""
    gc.set_threshold(*CYCLES)
