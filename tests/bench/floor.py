"""The floors: the same frameworks and nothing of the product. A bare answer, a query with a 50-row page, a commit."""

import os

from flask import Flask, render_template_string
from sqlalchemy import text

from advisor.records import all_tables
from advisor.records.base import Base
from advisor.records.engine import IMMEDIATE, open_engine

PAGE = """<!doctype html><title>Cases</title><table>{% for row in rows %}<tr><td><a href="/cases/{{ row.id }}">
{{ row.name }}</a></td><td>{{ row.number }}</td><td>{{ row.stage }}</td><td>{{ row.amount }}</td></tr>{% endfor %}
</table>"""


def create() -> Flask:
    """A bare Flask on the book's database."""
    all_tables()
    app, engine = Flask(__name__), open_engine(os.environ["ADVISOR_DATABASE_URL"])
    case, party = Base.metadata.tables["case_file"], Base.metadata.tables["party"]
    rows = (
        case.join(party, party.c.id == case.c.client_id).select()
        .with_only_columns(case.c.id, case.c.number, case.c.stage, case.c.amount, party.c.name)
        .where(case.c.owner_id == 1, case.c.status == "active", case.c.stage == "documents")
        .order_by(case.c.next_action_at).limit(50)
    )  # fmt: skip

    @app.get("/bare")
    def bare() -> str:
        return "ok"

    @app.get("/page")
    def page() -> str:
        with engine.connect() as connection:
            return render_template_string(PAGE, rows=connection.execute(rows).all())

    @app.post("/commit")
    def commit() -> str:
        with engine.connect().execution_options(**IMMEDIATE) as connection:
            connection.execute(text("INSERT INTO bench_commit (word) VALUES ('x')"))
            connection.commit()
        return "ok"

    return app


app = create() if "ADVISOR_DATABASE_URL" in os.environ else None
