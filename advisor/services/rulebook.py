"""The rule book: shipped packs and the firm's own editions, which one is in force, and how an edition is made."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from advisor.domain.debts import OP1, SHIPPED, RulePack
from advisor.domain.debts.editing import Edition, edited
from advisor.domain.debts.pack import newest_in_force
from advisor.domain.debts.settings import plain
from advisor.domain.debts.verify import failures, restate
from advisor.domain.errors import Forbidden, Invalid, NotFound
from advisor.domain.roles import Role
from advisor.records.rulebook import RulePackVersion, active_editions, draft_of
from advisor.services.context import Context
from advisor.services.rows import coming_day, words

EDITABLE: Mapping[str, RulePack[Any]] = {pack.key: pack for pack in SHIPPED}
"""The newest shipped edition of every pack: what the editor's editions stand on."""
FOLLOWS_LAW = frozenset(EDITABLE) - {OP1.key}
"""Packs whose limits come from the law or a supervisor: an edition of the editor names where they were read."""

Packs = tuple[RulePack[Any], ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the editor wants: settings as plain JSON over those of the newest edition, why, and from which day."""

    settings: Mapping[str, Any]
    reason: str
    starts_on: date


def packs(session: Session) -> Packs:
    """Every edition that is or was or will be in force: the shipped ones, then the activated ones. One statement."""
    return (*SHIPPED, *(pack_of(row) for row in active_editions(session)))


def pack_in_force(session: Session, key: str, day: date) -> RulePack[Any]:
    """The edition of a pack in force on the day; NoPackInForce when there is none.

    The firm's editions have no end and go before the shipped ones, so only the newest begun one is read out.
    """
    begun = [row for row in active_editions(session) if row.key == key and row.valid_from <= day]
    return pack_of(begun[-1]) if begun else newest_in_force(SHIPPED, key, day)


def edition_of(known: Packs, key: str, version: int) -> RulePack[Any]:
    """The edition a stored verdict stands on, to replay it (OP-22); LookupError for one that does not exist."""
    for pack in known:
        if (pack.key, pack.version) == (key, version):
            return pack
    raise LookupError(f"{key} {version}")


def rules_of(session: Session, key: str, version: int) -> RulePack[Any]:
    """The edition a stored verdict stands on; LookupError for one that does not exist."""
    return edition_of(packs(session), key, version)


def newest(session: Session, key: str) -> RulePack[Any]:
    """The newest edition of a pack, in force already or not; NotFound for a pack that does not exist."""
    if key not in EDITABLE:
        raise NotFound
    return max((pack for pack in packs(session) if pack.key == key), key=lambda pack: pack.version)


def pack_of(row: RulePackVersion) -> RulePack[Any]:
    """The pack of a stored edition, draft or not."""
    return edited(EDITABLE[row.key], Edition(row.number, row.valid_from, row.settings, row.restated))


def candidate(session: Session, key: str, settings: Mapping[str, Any], starts_on: date) -> RulePack[Any]:
    """The edition these settings would make, for a trial; nothing is stored. InputProblem for a bad setting."""
    last = newest(session, key)
    asked = Edition(last.version + 1, starts_on, {**plain(last.rules), **settings}, _restated(last))
    return edited(EDITABLE[key], asked)


def draft_from(ctx: Context, key: str, proposal: Proposal) -> RulePackVersion:
    """Keep a draft of the next edition; one draft per pack, drafting again changes it (OP-01, OP-20).

    Raises Forbidden, InputProblem for a setting, Invalid for reason or day, Invalid('settings') when nothing changes.
    """
    _editor(ctx)
    last = newest(ctx.session, key)
    if coming_day(ctx, "starts_on", proposal.starts_on) < last.valid_from:
        raise Invalid("starts_on", "before_start")
    pack = candidate(ctx.session, key, proposal.settings, proposal.starts_on)
    if pack.rules == last.rules:
        raise Invalid("settings", "does_not_fit")
    row = draft_of(ctx.session, key) or RulePackVersion(
        key=key, number=pack.version, valid_from=pack.valid_from, reason="", author_name="", created_at=ctx.now
    )
    row.number, row.valid_from, row.restated = pack.version, pack.valid_from, _restated(last)
    row.settings, row.reason = plain(pack.rules), words("reason", proposal.reason)
    row.author_id, row.author_name = ctx.actor.id, ctx.actor.name
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("rules.drafted", "rule_pack_version", row.id, reason=row.reason, pack=key, pack_version=row.number)
    return row


def activate(ctx: Context, key: str, confirmed: Collection[str] = ()) -> RulePackVersion:
    """Put the draft into force from its day, or from today when that has passed; verdicts given stay (OP-22).

    Refused (Invalid 'examples') while an example comes out otherwise than written, unless the editor signs for it:
    `confirmed` holds the ids of the examples whose new answers he takes for right (C-3).
    """
    _editor(ctx)
    row = draft_of(ctx.session, key)
    if row is None:
        raise NotFound
    row.valid_from = max(row.valid_from, ctx.today)
    pack = restate(pack_of(row), confirmed)
    failing = [failure.example.id for failure in failures(pack)]
    if failing:
        raise Invalid("examples", "does_not_fit", failing=failing)
    row.restated, row.activated_at = _restated(pack), ctx.now
    ctx.record("rules.activated", "rule_pack_version", row.id, reason=row.reason, pack=key, pack_version=row.number,
               signed_examples=sorted(confirmed))  # fmt: skip
    return row


def discard(ctx: Context, key: str) -> None:
    """Throw the draft away; the trail keeps that it was there."""
    _editor(ctx)
    row = draft_of(ctx.session, key)
    if row is None:
        raise NotFound
    ctx.record("rules.discarded", "rule_pack_version", row.id, pack=key, pack_version=row.number)
    ctx.session.delete(row)


def _restated(pack: RulePack[Any]) -> dict[str, Any]:
    """The examples that expect something else than in the shipped edition."""
    shipped = {example.id: example.expected for example in EDITABLE[pack.key].examples}
    return {found.id: dict(found.expected) for found in pack.examples if found.expected != shipped[found.id]}


def _editor(ctx: Context) -> None:
    if not ctx.actor.has(Role.EDITOR):
        raise Forbidden("role")
