"""The link in a letter that stops what comes by itself. Mail programs may press it themselves (RFC 8058)."""

from flask import Blueprint
from flask_babel import force_locale

from advisor.domain.doors import PUBLIC, allow
from advisor.domain.roles import Actor, ActorKind
from advisor.extensions import csrf, db
from advisor.services import stopping
from advisor.transaction import transaction
from advisor.web.kit.now import now
from advisor.web.kit.page import page

bp = Blueprint("stop", __name__, url_prefix="/stop")


@bp.get("/<int:party_id>/<mark>")
@allow(PUBLIC)
def ask(party_id: int, mark: str) -> tuple[str, int]:
    """Ask once more; looking stops nothing, for mail scanners look at every link."""
    party = stopping.party_of(db.session(), party_id, mark)
    with force_locale(party.language):
        return page("web/stop/stop.html", done=False, href=f"/stop/{party_id}/{mark}")


@bp.post("/<int:party_id>/<mark>")
@allow(PUBLIC)
@csrf.exempt
def stop(party_id: int, mark: str) -> tuple[str, int]:
    """Stop it. The address itself is the permission, so no cookie and no token is asked for."""
    party = stopping.party_of(db.session(), party_id, mark)
    name, language = party.name, party.language
    with transaction(Actor(ActorKind.CLIENT, name), now()) as ctx:
        stopping.stop(ctx, stopping.party_of(ctx.session, party_id, mark))
    with force_locale(language):
        return page("web/stop/stop.html", done=True, href="")
