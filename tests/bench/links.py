"""The trail of a book: one entry per case, chained, signed and with sealed personal values as the product does it."""

import secrets
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from advisor.records.case import StageEvent
from advisor.records.encoding import canonical
from advisor.records.sealed import keyring, seal
from advisor.records.trail import ENTRIES, GENESIS, VALUES
from advisor.services.anchors import ANCHORS, append
from advisor.services.trail import Head, commitment, sign
from tests.bench.files import CaseRows


class Chain:
    """Links entries one after another."""

    def __init__(self, session: Session) -> None:
        self.session, self.seq, self.last = session, 0, GENESIS
        self.at: Any = None

    def link(self, chunk: list[CaseRows]) -> None:
        """Append the entry of each case of a chunk."""
        entries, values = [], []
        for file in chunk:
            entry, value = self._entry(file)
            entries.append(entry)
            values.append(value)
        self.session.execute(insert(ENTRIES), entries)
        self.session.execute(insert(VALUES), values)

    def anchor(self, data_dir: Path) -> None:
        """Write the end of the chain outside the database."""
        append(data_dir / ANCHORS, Head(self.seq, self.last, self.at))

    def _entry(self, file: CaseRows) -> tuple[dict[str, Any], dict[str, Any]]:
        self.seq, self.at = self.seq + 1, file.at
        key, salt = keyring(self.session).current, secrets.token_bytes(32)
        client = {"table": "party", "id": file.party_id, "op": "insert", "fields": {"name": [None, "x"]}}
        text = canonical({"changes": [client]})
        changes = [
            {"table": "stage_event", "id": row["id"], "op": "insert", "fields": {"target": [None, str(row["target"])]}}
            for row in file.rows[StageEvent]
        ]
        entry = {
            "seq": self.seq, "at": file.at, "actor_kind": "staff", "actor_id": 1, "actor_name": "Person 1",
            "verb": "case.opened", "subject": "case", "subject_id": file.number, "case_id": file.number,
            "party_id": file.party_id, "payload": canonical({"changes": changes}),
            "commitment": commitment(salt, text), "key_id": key.name, "prev_hash": self.last,
        }  # fmt: skip
        self.last = entry["hash"] = sign(key.chain, entry)
        sealed = seal(self.session, file.uid, VALUES.name, salt.hex(), "sealed", text)
        return entry, {"seq": self.seq, "party_id": file.party_id, "salt": salt, "sealed": sealed}
