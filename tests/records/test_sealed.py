"""Sealed values: bound to their place, shredded with the party's key, found by equality only (P3, P5, P6, P7, R10)."""

import base64
import json
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, select, text
from sqlalchemy.orm import Session

from advisor.domain.errors import AdvisorError
from advisor.records.keyring import KeyFileError, KeyRing, load_keyring, new_document, write_keys
from advisor.records.party import Party
from advisor.records.sealed import (
    SealBroken,
    Shredded,
    blind_index,
    data_key,
    load_party_keys,
    new_party_key,
    seal,
    shred_party,
    unseal,
    wrapped_with,
)

Open = Callable[[], Session]
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def people(session: Session, count: int) -> list[Party]:
    """Parties in the ledger."""
    made = [Party(name=f"Person {number}", created_at=NOW) for number in range(count)]
    session.add_all(made)
    session.flush()
    return made


@pytest.mark.parametrize("value", ["", "44051401359", "Zażółć 谢 Ёж \U0001f600", "x" * 20_000, "a\x00b"])
def test_p5_opens_what_was_sealed(ledger: Open, value: str) -> None:
    session = ledger()
    (party,) = people(session, 1)
    envelope = seal(session, party.uid, "party_identifier", "r1", "value", value)
    assert unseal(session, party.uid, "party_identifier", "r1", "value", envelope) == value
    assert value.encode() not in envelope or not value


@pytest.mark.parametrize(
    "place", [("party", "r1", "value"), ("t", "r2", "value"), ("t", "r1", "note"), ("tr", "1", "value")]
)
def test_p5_a_moved_ciphertext_does_not_open(ledger: Open, place: tuple[str, str, str]) -> None:
    session = ledger()
    (party,) = people(session, 1)
    envelope = seal(session, party.uid, "t", "r1", "value", "secret")
    with pytest.raises(SealBroken):
        unseal(session, party.uid, *place, envelope)


def test_p5_another_party_or_the_firm_does_not_open_it(ledger: Open) -> None:
    session = ledger()
    one, two = people(session, 2)
    envelope = seal(session, one.uid, "t", "r", "c", "secret")
    for other in (two.uid, None):
        with pytest.raises(SealBroken):
            unseal(session, other, "t", "r", "c", envelope)


def test_p5_every_flipped_byte_is_refused(ledger: Open) -> None:
    session = ledger()
    envelope = seal(session, None, "t", "r", "c", "secret")
    for place in (0, *range(9, len(envelope))):
        changed = bytearray(envelope)
        changed[place] ^= 1
        with pytest.raises(SealBroken):
            unseal(session, None, "t", "r", "c", bytes(changed))


def test_firm_values_open_in_another_session(ledger: Open) -> None:
    first = ledger()
    envelope = seal(first, None, "t", "r", "c", "secret")
    first.commit()
    assert unseal(ledger(), None, "t", "r", "c", envelope) == "secret"


def test_key_of_a_party_made_at_first_seal_is_the_same_next_time(ledger: Open) -> None:
    session = ledger()
    (party,) = people(session, 1)
    envelope = seal(session, party.uid, "t", "r", "c", "secret")
    session.commit()
    assert unseal(ledger(), party.uid, "t", "r", "c", envelope) == "secret"


def test_key_made_in_a_rolled_back_transaction_never_existed(ledger: Open) -> None:
    session = ledger()
    (party,) = people(session, 1)
    session.commit()
    uid = party.uid
    lost = seal(session, uid, "t", "r", "c", "secret")
    session.rollback()
    with pytest.raises(SealBroken):
        unseal(session, uid, "t", "r", "c", lost)


def test_p3_shredding_makes_everything_unreadable(ledger: Open) -> None:
    session = ledger()
    one, two = people(session, 2)
    mine, other = (seal(session, party.uid, "t", "r", "c", "secret") for party in (one, two))
    shred_party(session, one.id)
    for attempt in (session, None):
        if attempt is None:
            session.commit()
        with pytest.raises(Shredded):
            unseal(session, one.uid, "t", "r", "c", mine)
        with pytest.raises(Shredded):
            seal(session, one.uid, "t", "r", "c", "new")
    assert unseal(session, two.uid, "t", "r", "c", other) == "secret"
    assert issubclass(Shredded, AdvisorError)


def test_keys_of_many_parties_cost_one_statement(ledger: Open, engine: Engine) -> None:
    session = ledger()
    parties = people(session, 30)
    for party in parties:
        party.seal_key = new_party_key(session, party.uid)
    session.commit()
    ids, uids = [party.id for party in parties], [party.uid for party in parties]
    session.rollback()
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    assert load_party_keys(session, ids) == dict(zip(ids, uids, strict=True))
    assert {len(data_key(session, uid)) for uid in uids} == {32}
    assert len([statement for statement in seen if "party" in statement]) == 1


def test_p7_blind_index_shows_equality_only(ledger: Open, tmp_path: Path) -> None:
    session = ledger()
    one = blind_index(session, "pesel", "44051401359")
    assert one == blind_index(session, "pesel", "44051401359")
    assert len(one) == 16
    others = [("pesel", "44051401358"), ("pesel", "4405140135"), ("pese", "l44051401359"), ("nip", "44051401359")]
    assert len({one, *(blind_index(session, *other) for other in others)}) == 5
    stranger = Session(info={"keyring": load_keyring(tmp_path / "other.keys", create=True)})
    assert blind_index(stranger, "pesel", "44051401359") != one


def test_r10_nothing_readable_in_the_database(ledger: Open) -> None:
    session = ledger()
    (party,) = people(session, 1)
    seal(session, party.uid, "t", "r", "c", "secret")
    session.commit()
    wrapped = session.scalar(select(Party.seal_key).where(Party.id == party.id))
    assert wrapped is not None
    assert wrapped_with(wrapped) == session.info["keyring"].current.name
    plain = data_key(session, party.uid)
    assert plain not in wrapped
    assert session.execute(text("SELECT count(*) FROM party WHERE seal_key IS NULL")).scalar() == 0


def test_session_without_keys_is_told_so(engine: Engine) -> None:
    with Session(engine) as bare, pytest.raises(KeyFileError, match="key ring"):
        seal(bare, None, "t", "r", "c", "x")


def test_key_file_is_private_and_made_once(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "advisor.keys"
    first = load_keyring(path, create=True).current
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_keyring(path, create=True).current == first
    assert list(path.parent.iterdir()) == [path]


def wreck(path: Path, how: str) -> None:
    """Damage the key file in one way."""
    if how in ("missing", "folder"):
        path.unlink()
        if how == "folder":
            path.mkdir()
    elif how == "open":
        path.chmod(0o644)
    else:
        path.write_bytes(WRECKS[how])


ENTRY = {"created_at": "", "secret": base64.b64encode(bytes(32)).decode()}
KEYS = {"a" * 16: ENTRY}
DOCUMENT = {"current": "a" * 16, "index": "a" * 16, "keys": KEYS}
WRECKS = {
    "text": b"not json",
    "bytes": b"\xff\xfe\x00",
    "list": b"[]",
    "empty": b"",
    "current": json.dumps(DOCUMENT | {"current": "0" * 16}).encode(),
    "index": json.dumps(DOCUMENT | {"index": "0" * 16}).encode(),
    "name": json.dumps(DOCUMENT | {"keys": KEYS | {"zz": ENTRY}}).encode(),
    "short": json.dumps(DOCUMENT | {"keys": {"a" * 16: ENTRY | {"secret": "c2hvcnQ="}}}).encode(),
    "retired": json.dumps(
        DOCUMENT | {"keys": {"a" * 16: {"created_at": "", "chain": "", "index": "", "token": ""}}}
    ).encode(),
}


def test_the_wrecked_files_are_right_but_for_the_wreck(tmp_path: Path) -> None:
    write_keys(tmp_path / "advisor.keys", DOCUMENT)
    assert load_keyring(tmp_path / "advisor.keys").current.name == "a" * 16


@pytest.mark.parametrize("how", ["missing", "open", "folder", *WRECKS])
def test_a_wrong_key_file_gives_a_clear_sentence(tmp_path: Path, how: str) -> None:
    path = tmp_path / "advisor.keys"
    write_keys(path, new_document(NOW))
    wreck(path, how)
    with pytest.raises(KeyFileError) as told:
        load_keyring(path)
    assert str(path) in str(told.value)
    assert str(told.value)[0] == "T"


def test_key_file_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KeyFileError, match="cannot be written"):
        load_keyring(tmp_path / "file" / "advisor.keys", create=True)


def test_unknown_key_is_named(ring: KeyRing) -> None:
    with pytest.raises(KeyFileError, match="f" * 16):
        ring.get("f" * 16)
