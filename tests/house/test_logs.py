"""Personal data never reaches a log (R10, P4): canaries through sign-in, forms and a broken statement."""

import json
import logging

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from advisor import logs
from advisor.extensions import db
from tests import make

CANARY = "Kanarek-Żółty-77"


def test_no_canary_in_any_log_line(house: Flask, cast: make.Cast, capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        logs.configure(logging.DEBUG)
        web = house.test_client()
        web.post("/sign-in", data={"email": f"{CANARY}@example.test", "password": CANARY})
        web.get(f"/cases/1?q={CANARY}")
        web.get(f"/{CANARY}")
        with pytest.raises(SQLAlchemyError) as broken:
            db.session.execute(text("INSERT INTO nowhere VALUES (:name)"), {"name": CANARY})
        logging.getLogger("advisor.web").error("failed", exc_info=broken.value)
        lines = capsys.readouterr().err.splitlines()
    finally:
        root.handlers[:] = before
        root.setLevel(level)
    assert any("failed" in line for line in lines)
    assert not [line for line in lines if CANARY in line]
    assert all(json.loads(line)["timestamp"] for line in lines)
