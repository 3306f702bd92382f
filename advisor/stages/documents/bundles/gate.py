"""Where a bundle of photos stands."""

from enum import StrEnum

MOST_PHOTOS = 60


class BundleState(StrEnum):
    """GATHERING takes pages, WAITING wants a worker, BUSY has one (for a while), DONE became a file, FAILED did not."""

    GATHERING = "gathering"
    WAITING = "waiting"
    BUSY = "busy"
    DONE = "done"
    FAILED = "failed"


RUNNING = frozenset({BundleState.GATHERING, BundleState.WAITING, BundleState.BUSY})
"""States in which a bundle is not over."""
