"""Rotation: nothing stops opening, old keys become removable, retired ones only prove (P6)."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from advisor.domain.errors import Invalid, NotFound
from advisor.domain.roles import COMMAND
from advisor.records.keyring import KeyFileError, KeyRing, load_keyring
from advisor.records.party import Party
from advisor.records.sealed import blind_index, seal, shred_party, unseal
from advisor.services.audit import verify
from advisor.services.doctor import ailments
from advisor.services.keys import add_key, retire, rewrap, usage
from advisor.transaction import write
from tests.services.test_trail import opened

Open = Callable[[], Session]
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def sealed_people(session: Session, count: int) -> list[tuple[str, bytes]]:
    """Parties with a sealed value each."""
    with write(session, COMMAND, NOW):
        parties = [Party(name=f"P{number}", created_at=NOW) for number in range(count)]
        session.add_all(parties)
        session.flush()
        return [(party.uid, seal(session, party.uid, "t", party.uid, "c", party.name)) for party in parties]


def rewrap_all(session: Session, batch: int) -> int:
    total = 0
    while True:
        with write(session, COMMAND, NOW) as ctx:
            done = rewrap(ctx, batch)
        total += done
        if not done:
            return total


def test_p6_rotate_retire_and_everything_still_opens(ledger: Open, ring: KeyRing, tmp_path: Path) -> None:
    session, path = ledger(), tmp_path / "advisor.keys"
    values = sealed_people(session, 7)
    opened(session)
    with write(session, COMMAND, NOW):
        firm = seal(session, None, "t", "r", "c", "firm")
    index, old = blind_index(session, "pesel", "1"), ring.current.name
    assert usage(session) == {old: 9}
    session.rollback()
    new = add_key(path, NOW)
    assert ring.current.name == new  # seen at once, without a restart
    reader = ledger()
    assert [unseal(reader, uid, "t", uid, "c", value) for uid, value in values] == [f"P{n}" for n in range(7)]
    with pytest.raises(Invalid, match="key_in_use"), write(session, COMMAND, NOW) as ctx:
        retire(ctx, path, old)
    assert rewrap_all(session, 3) == 9
    assert usage(session) == {new: 9}
    session.rollback()
    with pytest.raises(Invalid, match="key_may_be_in_use"), write(session, COMMAND, NOW) as ctx:
        retire(ctx, path, old)
    with write(session, COMMAND, NOW + timedelta(minutes=6)) as ctx:
        retire(ctx, path, old)
    fresh = Session(session.get_bind(), info={"keyring": load_keyring(path)})
    assert [unseal(fresh, uid, "t", uid, "c", value) for uid, value in values] == [f"P{n}" for n in range(7)]
    assert unseal(fresh, None, "t", "r", "c", firm) == "firm"
    assert blind_index(fresh, "pesel", "1") == index
    assert verify(fresh, None).breaks == []
    assert ailments(fresh) == []
    assert "secret" not in json.loads(path.read_text())["keys"][old]
    fresh.close()


def test_p6_a_process_with_the_old_ring_reads_what_another_rewrapped(ledger: Open, tmp_path: Path) -> None:
    session = ledger()
    values = sealed_people(session, 2)
    other = Session(session.get_bind(), info={"keyring": load_keyring(tmp_path / "advisor.keys")})
    add_key(tmp_path / "advisor.keys", NOW)
    rewrap_all(other, 100)
    other.close()
    session.rollback()
    assert [unseal(session, uid, "t", uid, "c", value) for uid, value in values] == ["P0", "P1"]


def test_an_erased_key_is_not_revived(ledger: Open, tmp_path: Path) -> None:
    session = ledger()
    sealed_people(session, 1)
    with write(session, COMMAND, NOW):
        shred_party(session, 1)
    add_key(tmp_path / "advisor.keys", NOW)
    rewrap_all(session, 100)
    assert session.scalar(text("SELECT seal_key FROM party WHERE id = 1")) == b""


def test_unknown_key_cannot_be_retired(ledger: Open, tmp_path: Path) -> None:
    with pytest.raises(NotFound), write(ledger(), COMMAND, NOW) as ctx:
        retire(ctx, tmp_path / "advisor.keys", "0" * 16)


def test_p3_an_old_backup_stays_shut_once_the_key_is_retired(ledger: Open, ring: KeyRing, tmp_path: Path) -> None:
    """The wrapped key as an old copy of the database holds it opens no more."""
    session, path = ledger(), tmp_path / "advisor.keys"
    ((uid, value),) = sealed_people(session, 1)
    from_backup, old = session.scalar(text("SELECT seal_key FROM party")), ring.current.name
    session.rollback()
    add_key(path, NOW)
    rewrap_all(session, 10)
    with write(session, COMMAND, NOW + timedelta(minutes=6)) as ctx:
        retire(ctx, path, old)
    with write(session, COMMAND):
        session.connection().execute(text("UPDATE party SET seal_key = :old"), {"old": from_backup})
    with pytest.raises(KeyFileError, match="retired"):
        unseal(session, uid, "t", uid, "c", value)


def test_the_doctor_misses_a_lost_key(ledger: Open, tmp_path: Path) -> None:
    session = ledger()
    sealed_people(session, 1)
    lost = session.info["keyring"].current.name
    assert ailments(session) == []
    session.info["keyring"] = load_keyring(tmp_path / "other.keys", create=True)
    for told in ailments(session):
        assert lost in told
    assert len(ailments(session)) == 2, "the seal and the trail both miss it"
