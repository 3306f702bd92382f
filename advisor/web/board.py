"""The board: twelve stages in four phases, first cards of each, the rail to jump, the closing lane folded."""

from collections.abc import Container
from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import gettext

from advisor.casework.board import Column, Scope, board, closing_lane
from advisor.casework.promises import due_soon
from advisor.casework.today import day_began
from advisor.domain.doors import CASE_READERS, allow
from advisor.domain.process import PHASE_TITLES, Phase, Status
from advisor.domain.roles import Role
from advisor.extensions import db
from advisor.services.access import changeable
from advisor.stages.plan import BY_KEY, ROOMS
from advisor.web.kit import show as words
from advisor.web.kit.cards import card_values
from advisor.web.kit.now import now, today, zone
from advisor.web.kit.page import page
from advisor.web.kit.who import actor

bp = Blueprint("board", __name__)


@bp.get("/board")
@allow(CASE_READERS)
def show() -> tuple[str, int]:
    """The board of my own book, or of everything I may open."""
    me = actor()
    whose = request.args.get("whose", "mine" if me.has(Role.ADVISOR, Role.OPERATOR) else "all")
    scope = Scope(me, today(), me.id if whose == "mine" else None)
    columns = board(db.session(), scope, day_began(now(), zone()))
    mine = changeable(db.session(), me, today(), [card.id for column in columns for card in column.cards])
    lane = closing_lane(db.session(), scope)
    promised = due_soon(db.session(), [me.id or 0], today(), 5) if whose == "mine" else ()
    return page("web/board/board.html", columns=[_column(c, whose, mine) for c in columns], phases=_phases(columns),
                whose=whose, promises=promised, open_count=sum(c.count for c in columns),
                late_count=sum(c.late for c in columns),
                lane=[(card_values(card, may_move=False), card.outcome) for card in lane])  # fmt: skip


def _column(column: Column, whose: str, mine: Container[int]) -> dict[str, Any]:
    stage = BY_KEY[column.stage].stage
    more = url_for("case_list.index", stage=str(column.stage), whose=whose, status=Status.ACTIVE)
    return {
        "head": {"key": str(column.stage), "phase": str(stage.phase), "no": stage.number,
                 "title": gettext(stage.title), "cases": column.count,
                 "sums": [words.money(total, currency) for currency, total in column.sums]},
        "cards": [card_values(card, may_move=card.id in mine) for card in column.cards],
        "more": more if column.count > len(column.cards) else "",
    }  # fmt: skip


def _phases(columns: tuple[Column, ...]) -> list[dict[str, Any]]:
    counts = {c.stage: c for c in columns}
    return [
        {
            "key": str(phase), "title": gettext(PHASE_TITLES[phase]),
            "stages": [
                {"no": room.stage.number, "title": gettext(room.stage.title), "short": gettext(room.stage.short),
                 "href": f"#stage-{room.stage.key}", "cases": found.count if found else 0,
                 "late": found.late if found else 0}
                for room in ROOMS if room.stage.phase is phase
                for found in [counts.get(room.stage.key)]
            ],
        }
        for phase in Phase
    ]  # fmt: skip
