"""One worker process of the reminder bench: says when it is ready, waits for the word, does what is due, ends."""

import os
import sys

from flask import Flask, current_app

from advisor.house import settings, with_house


@with_house
def main() -> None:
    """Ring, and post unless only ringing was asked for, until nothing is due, as `advisor worker --once` does."""
    from advisor.jobs import clock, letters, reminders
    from advisor.jobs.worker import YIELD

    os.nice(YIELD)
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    server = clock.mail_server(settings())
    sys.stdout.write(f"ready {app.name}\n")
    sys.stdout.flush()
    sys.stdin.readline()
    reminders.ring(settings().base_url)
    if sys.argv[1] == "post":
        letters.deliver(server)


if __name__ == "__main__":
    main()
