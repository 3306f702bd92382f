"""Read the reports other mail servers sent: every file in `<data>/bounces` once; what is no report is laid aside."""

import logging
from pathlib import Path

from advisor.domain.roles import SYSTEM
from advisor.services import delivery
from advisor.services.bounces import read_report
from advisor.transaction import transaction

log = logging.getLogger("advisor.jobs")
FOLDER, ASIDE = "bounces", "not-understood"


def take_reports(data_dir: Path) -> int:
    """Note what came back and what arrived; give how many reports were understood.

    A mail server or a mail program lays incoming mail for the sender's address there, one file each (*.eml).
    """
    folder = data_dir / FOLDER
    found = 0
    for path in sorted(folder.glob("*.eml")) if folder.is_dir() else []:
        report = read_report(path.read_bytes())
        if report is None:
            (folder / ASIDE).mkdir(exist_ok=True)
            path.replace(folder / ASIDE / path.name)
            log.warning("a mail in the folder of bounces is no delivery report")
            continue
        with transaction(SYSTEM) as ctx:
            if report.failed:
                delivery.bounced(ctx, report.message_id, report.why)
            elif report.delivered:
                delivery.delivered(ctx, report.message_id)
        path.unlink()
        found += 1
    return found
