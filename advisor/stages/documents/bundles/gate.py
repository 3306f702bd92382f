"""Where a bundle of photos stands."""

from enum import StrEnum

MOST_PHOTOS = 60


class BundleState(StrEnum):
    """WAITING wants a worker, BUSY has one (for a while), DONE became a file, FAILED tells why."""

    WAITING = "waiting"
    BUSY = "busy"
    DONE = "done"
    FAILED = "failed"
