"""The web process dies at any moment (R1, R2): no torn move, no lost one. The database goes away and comes back."""

import random
import threading

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.config import house_path
from advisor.domain.process import StageKey
from advisor.records.case import Case
from advisor.services import schema
from tests import make
from tests.bench.visitor import Answer, Visitor
from tests.engines import start_postgres, stop_postgres
from tests.faults.place import Place, kill, until

ROUNDS = 4


class Mover:
    """Moves one case forward and back for ever and remembers what was acknowledged last."""

    def __init__(self, port: int, case_id: int) -> None:
        self.case_id, self.told, self.moves = case_id, StageKey.CONTACT, 0
        self._port = port

    def __call__(self) -> None:
        visitor = Visitor(self._port)
        try:
            visitor.sign_in("advisor@example.test", make.PASSWORD)
            while True:
                self._there(visitor)
                self._back(visitor)
        except OSError:
            return  # the server is dead
        finally:
            visitor.close()

    def _there(self, visitor: Visitor) -> None:
        form = visitor.get(f"/cases/{self.case_id}/move").hidden("form_key") | {"to": "meeting"}
        assert visitor.post(f"/cases/{self.case_id}/move", form).status == 302
        self.told, self.moves = StageKey.MEETING, self.moves + 1

    def _back(self, visitor: Visitor) -> None:
        token = visitor.get(f"/cases/{self.case_id}").hidden("csrf_token")["csrf_token"]
        assert visitor.post(f"/cases/{self.case_id}/undo", {"csrf_token": token}).status == 302
        self.told, self.moves = StageKey.CONTACT, self.moves + 1


def test_web_process_killed_while_moving_leaves_no_torn_move(
    place: Place, ledger_of: Session, leads: list[int]
) -> None:
    """kill -9 in the middle of moves, again and again; the proofs of the product itself hold every time."""
    dice, moved = random.Random(7), 0
    for _ in range(ROUNDS):
        web, port = place.web(workers=2)
        movers = [Mover(port, case_id) for case_id in leads[:3]]
        threads = [threading.Thread(target=mover, daemon=True) for mover in movers]
        for thread in threads:
            thread.start()
        until(lambda movers=movers: sum(m.moves for m in movers) >= 4, 60)  # type: ignore[misc]
        threading.Event().wait(dice.random() / 2)
        kill(web)
        for thread in threads:
            thread.join(60)
        moved += sum(m.moves for m in movers)
        place.sound()
        _back_to_contact(place, ledger_of, movers)
    assert moved >= 4 * ROUNDS


def _back_to_contact(place: Place, session: Session, movers: list[Mover]) -> None:
    """What was acknowledged is there, or the one move after it that was under way; then everybody starts anew."""
    from advisor.casework.advance import undo_move
    from advisor.domain.roles import COMMAND
    from advisor.transaction import write

    session.rollback()
    for mover in movers:
        stage = session.scalar(select(Case.stage).where(Case.id == mover.case_id))
        assert stage in (StageKey.CONTACT, StageKey.MEETING)
        if stage is StageKey.MEETING:
            with write(session, COMMAND) as ctx:
                undo_move(ctx, mover.case_id)


@pytest.mark.postgres
def test_a_database_that_stops_and_comes_back_gives_503_then_heals(tmp_path: "object") -> None:
    """R6: within 12 s a clear 503 with Retry-After, within 15 s after its return the pages work, without a restart."""
    from pathlib import Path

    assert isinstance(tmp_path, Path)
    server = start_postgres()
    place = Place(tmp_path, server.url("firm"))
    try:
        server.run("CREATE DATABASE firm")
        (tmp_path / "instance").mkdir()
        schema.upgrade(house_path("migrations"), place.url)
        _with_people(place)
        _web, port = place.web()
        visitor = place.sign_in(port)
        assert visitor.get("/today").status == 200
        server.ctl("-m", "immediate", "stop")
        down = _ask(port, visitor)
        assert down.status == 503, place.said()
        assert down.headers["retry-after"]
        assert b"Traceback" not in down.body
        assert down.seconds < 12
        options = f"-c port={server.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={server.folder}"
        server.ctl("-o", options, "start")
        until(lambda: _ask(port, visitor).status == 200, 15)
        place.sound()
    finally:
        place.end()
        stop_postgres(server)


def _ask(port: int, visitor: Visitor) -> Answer:
    """One look at Today on a fresh connection with the visitor's cookie (an idle one may have been closed)."""
    visitor.close()
    return visitor.get("/today")


def _with_people(place: Place) -> None:
    from advisor.domain.roles import COMMAND
    from advisor.records.engine import open_engine
    from advisor.records.keyring import load_keyring
    from advisor.transaction import write

    engine = open_engine(place.url)
    ring = load_keyring(place.folder / "advisor.keys", create=True)
    with (
        Session(engine, info={"keyring": ring, "data_dir": place.folder / "instance"}) as session,
        write(session, COMMAND, make.NOW) as ctx,
    ):
        make.cast(ctx)
    engine.dispose()
