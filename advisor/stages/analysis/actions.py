"""What can be done in the analysis room: minute the talk, note need, ability, topics and routes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from advisor.domain.errors import Invalid, NotFound, ReasonMissing, StaleVersion, WrongStatus
from advisor.domain.process import Status
from advisor.records.case import Case
from advisor.records.contact import ContactChannel
from advisor.records.institution import Institution, InstitutionKind
from advisor.records.party import Party
from advisor.services.access import writable
from advisor.services.context import Context
from advisor.stages.analysis.gate import topics
from advisor.stages.analysis.records import NeedsProfile, PossibleRoute, Topic, profile_of, topics_of
from advisor.stages.analysis.stage import CONDUCT
from advisor.stages.contact.prequalification.records import resealed

WORDS = 20_000
AMOUNT_LIMIT = 10**15
"""Minor units; as when a case is opened."""


@dataclass(frozen=True, slots=True)
class Need:
    """What for and how much, in minor units; `version` of the case the form saw."""

    purpose: str
    amount: int | None
    currency: str
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Ability:
    """Monthly figures in minor units of one currency."""

    income: int
    obligations: int
    living_costs: int | None
    instalment: int | None
    currency: str


@dataclass(frozen=True, slots=True)
class Words:
    """Topics as (text, is it "not relevant because"), answers to the conduct questions, version of the profile seen."""

    topics: Mapping[str, tuple[str, bool]]
    conduct: Mapping[str, bool | None] = field(default_factory=dict)
    version: int | None = None


@dataclass(frozen=True, slots=True)
class NewRoute:
    """A possible way: a kind of institution, perhaps a named one, and what with."""

    kind: InstitutionKind
    institution_id: int | None = None
    what: str = ""


def note_talk(ctx: Context, case_id: int, at: datetime, channel: ContactChannel, minutes: str) -> NeedsProfile:
    """Note that the talk was held and its minutes. Raises Invalid for a future moment or empty minutes."""
    case, client, needs = _begin(ctx, case_id)
    if at > ctx.now:
        raise Invalid("at", "out_of_range")
    text = _checked("minutes", minutes)
    if not text:
        raise Invalid("minutes", "missing")
    needs.talk_at, needs.talk_channel = at, channel
    needs.minutes = resealed(ctx.session, client.uid, ("needs_profile", needs.uid, "minutes"), needs.minutes, text)
    return _noted(ctx, case, needs, "analysis.talk_noted")


def note_need(ctx: Context, case_id: int, need: Need) -> Case:
    """Note purpose and amount on the case. Raises Invalid, StaleVersion."""
    case, _client, _needs = _begin(ctx, case_id)
    if need.version is not None and case.version != need.version:
        raise StaleVersion
    if need.amount is not None and not 0 < need.amount <= AMOUNT_LIMIT:
        raise Invalid("amount", "out_of_range")
    case.purpose = _checked("purpose", need.purpose)
    case.amount, case.currency = need.amount, need.currency
    ctx.record("analysis.need_noted", "case", case.id, case_id=case.id)
    return case


def note_ability(ctx: Context, case_id: int, ability: Ability) -> NeedsProfile:
    """Note what the household or firm earns, spends and owes a month."""
    case, _client, needs = _begin(ctx, case_id)
    for name in ("income", "obligations", "living_costs", "instalment"):
        value = getattr(ability, name)
        if value is not None and not 0 <= value <= AMOUNT_LIMIT:
            raise Invalid(name, "out_of_range")
        setattr(needs, name, value)
    needs.currency = ability.currency
    return _noted(ctx, case, needs, "analysis.ability_noted")


def write_topics(ctx: Context, case_id: int, words: Words) -> NeedsProfile:
    """Keep the topics' words; "not relevant" needs words why. A colleague's newer words are never overwritten.

    Raises ReasonMissing(topic), StaleVersion when somebody else saved since; one's own autosaves do not count.
    """
    case, client, needs = _begin(ctx, case_id)
    by_me = needs.changed_by in (None, ctx.actor.id)
    if words.version is not None and needs.version != words.version and not by_me:
        raise StaleVersion
    known = topics_of(ctx.session, case_id)
    for key in topics(case.profile, case.client_type):
        text, not_relevant = words.topics.get(key, ("", False))
        if not_relevant and not text.strip():
            raise ReasonMissing(key)
        row = known.get(key) or Topic(case_id=case_id, key=key)
        row.words = resealed(ctx.session, client.uid, ("needs_topic", row.uid, "words"), row.words, _checked(key, text))
        row.not_relevant = not_relevant
        ctx.session.add(row)
    needs.conduct = {key: words.conduct.get(key) for key in CONDUCT if key in words.conduct}
    return _noted(ctx, case, needs, "analysis.topics_noted")


def add_route(ctx: Context, case_id: int, new: NewRoute) -> PossibleRoute:
    """Note a possible route; it takes back a "none, because"."""
    case, _client, needs = _begin(ctx, case_id)
    kind = new.kind
    if new.institution_id is not None:
        institution = ctx.session.get(Institution, new.institution_id)
        if institution is None or institution.ended_on is not None:
            raise Invalid("institution_id", "unknown")
        kind = institution.kind
    if len(new.what) > 200:
        raise Invalid("what", "too_long")
    row = PossibleRoute(case_id=case_id, kind=kind, institution_id=new.institution_id, what=new.what.strip(),
                        added_at=ctx.now)  # fmt: skip
    ctx.session.add(row)
    needs.no_route = None
    ctx.session.flush()
    ctx.record("analysis.route_added", "possible_route", row.id, case_id=case.id, kind=kind)
    return row


def drop_route(ctx: Context, case_id: int, route_id: int) -> None:
    """A route that turned out not to work stays in the history, no longer in the list."""
    case, _client, _needs = _begin(ctx, case_id)
    row = ctx.session.get(PossibleRoute, route_id)
    if row is None or row.case_id != case.id or row.dropped_at is not None:
        raise NotFound
    row.dropped_at = ctx.now
    ctx.record("analysis.route_dropped", "possible_route", row.id, case_id=case.id)


def no_route(ctx: Context, case_id: int, why: str) -> NeedsProfile:
    """None, because ... Raises ReasonMissing without words."""
    case, client, needs = _begin(ctx, case_id)
    text = _checked("why", why)
    if not text:
        raise ReasonMissing("why")
    needs.no_route = resealed(ctx.session, client.uid, ("needs_profile", needs.uid, "no_route"), needs.no_route, text)
    return _noted(ctx, case, needs, "analysis.no_route")


def _begin(ctx: Context, case_id: int) -> tuple[Case, Party, NeedsProfile]:
    case = writable(ctx, case_id)
    if case.status is not Status.ACTIVE:
        raise WrongStatus(case.status)
    return case, ctx.session.get_one(Party, case.client_id), profile_for(ctx, case)


def profile_for(ctx: Context, case: Case) -> NeedsProfile:
    """The needs profile of a case, begun now when there is none."""
    needs = profile_of(ctx.session, case.id)
    if needs is None:
        needs = NeedsProfile(case_id=case.id, currency=case.currency)
        ctx.session.add(needs)
        ctx.session.flush()
    return needs


def _noted(ctx: Context, case: Case, needs: NeedsProfile, verb: str) -> NeedsProfile:
    needs.changed_by, needs.changed_at = ctx.actor.id, ctx.now
    ctx.session.flush()
    ctx.record(verb, "needs_profile", needs.id, case_id=case.id)
    return needs


def _checked(name: str, text: str) -> str:
    text = text.strip()
    if len(text) > WORDS:
        raise Invalid(name, "too_long", limit=WORDS)
    return text
