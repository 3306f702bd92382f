"""Reports: funnel, time per stage, override rate per gate line, reasons, load per advisor, exceptions."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, request
from flask_babel import gettext, ngettext

from advisor.casework import reports
from advisor.casework.board import Scope
from advisor.casework.promises import kept_rates
from advisor.casework.targets import targets
from advisor.casework.today import day_began
from advisor.domain.doors import CASE_READERS, allow, only
from advisor.domain.roles import Role
from advisor.extensions import db
from advisor.stages.plan import BY_KEY
from advisor.web.kit.now import month_began, now, the_firm, today, zone
from advisor.web.kit.page import page
from advisor.web.kit.who import actor

bp = Blueprint("reports", __name__)

PERIODS = (1, 3, 12)


@bp.get("/reports")
@allow(only(Role.MANAGER, Role.AUDITOR, Role.ADMIN, Role.EDITOR))
def show() -> tuple[str, int]:
    """Everything one reads on Monday, for the cases one may open."""
    asked = request.args.get("months", "3")
    months = int(asked) if asked in {str(p) for p in PERIODS} else 3
    since = datetime.combine(reports.first_day(today(), months - 1), time(), ZoneInfo(the_firm().time_zone))
    session, scope = db.session(), Scope(actor(), today())
    return page("web/reports/reports.html", blind=not CASE_READERS.admits(actor()), months=months,
                periods=PERIODS, steps=_points(session, scope, since),
                days=_days(session, scope, since), lines=reports.override_rates(session, scope, since),
                reasons=reports.closing_reasons(session, scope, since),
                loads=reports.by_owner(session, scope, day_began(now(), zone())),
                keepers=kept_rates(session, scope, since, ZoneInfo(the_firm().time_zone)),
                targets=targets(session, actor(), month_began()),
                exceptions=reports.exceptions(session, scope, now(), the_firm().silence_days or 10))  # fmt: skip


def _points(session: Any, scope: Scope, since: datetime) -> list[dict[str, Any]]:
    return [
        {"label": gettext(BY_KEY[s.stage].stage.short), "value": s.reached, "phase": str(BY_KEY[s.stage].stage.phase),
         "note": f"{s.share} %" if s.share is not None else ""}
        for s in reports.funnel(session, scope, since)
    ]  # fmt: skip


def _days(session: Any, scope: Scope, since: datetime) -> list[dict[str, Any]]:
    found = reports.time_per_stage(session, scope, since)
    return [
        {"label": gettext(BY_KEY[key].stage.short), "value": days, "phase": str(BY_KEY[key].stage.phase),
         "text": ngettext("%(num)s day", "%(num)s days", round(days))}
        for key, days in sorted(found.items(), key=lambda pair: BY_KEY[pair[0]].stage.number)
    ]  # fmt: skip
