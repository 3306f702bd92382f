"""Contacts with a client: every try is asked of the guard and logged; a human one resets the silence clock (FI-14)."""

from dataclasses import dataclass
from datetime import datetime

from advisor.domain.errors import Forbidden, Invalid, ReasonMissing
from advisor.domain.outreach.contact import Purpose, Recipient
from advisor.domain.outreach.decision import Caution
from advisor.domain.outreach.plans import Rule, To
from advisor.domain.process import Status
from advisor.domain.roles import MAY_OVERRIDE, ActorKind
from advisor.records.case import Case
from advisor.records.contact import PAY_HOW_TITLES, SPOKEN, ContactAttempt, ContactChannel, ContactResult
from advisor.records.guard import EntryKind, GuardEntry
from advisor.records.party import Party
from advisor.records.staff import firm
from advisor.services import guard, plans
from advisor.services.context import Context
from advisor.services.guard import WAYS, ContactRefused, Ruling, Terms
from advisor.services.notes import seal_text
from advisor.services.rows import words

OLDEST_DAYS = 31


@dataclass(frozen=True, slots=True)
class Payment:
    """What the client said of a payment (ES-11): how, is the money there, is it enough, when. None: did not say."""

    how: str
    ready: bool | None
    enough: bool | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact as somebody logs it.

    `terms` says on whose behalf, to whom, and why a house rule is set aside. `happened_because`: it has taken place
    against the rule; it is written down, counted and put into the register, never made lawful.
    """

    channel: ContactChannel
    result: ContactResult
    note: str = ""
    outgoing: bool = True
    identity_confirmed: bool = False
    at: datetime | None = None  # now when absent
    purpose: Purpose = Purpose.SERVICE
    terms: Terms = guard.ORDINARY
    happened_because: str = ""
    payment: Payment | None = None

    @property
    def asks_payment(self) -> bool:
        """True for our call that reached the client about a payment: the four answers belong into the log."""
        call = self.outgoing and self.channel is ContactChannel.CALL and self.result is ContactResult.REACHED
        return call and self.purpose.about_payment and self.terms.recipient is Recipient.CLIENT


def log_contact(ctx: Context, case: Case, contact: Contact, *, human: bool = True) -> ContactAttempt:
    """Write a contact attempt. Only a human one that reached the client moves `case.last_contact_at`.

    Raises ContactRefused with the rule and the next lawful moment, Forbidden for an override by somebody who may not.
    """
    client, at = ctx.session.get_one(Party, case.client_id), _moment(ctx, contact)
    ruling = _asked(ctx, case, client, contact, at) if contact.outgoing else None
    row = ContactAttempt(
        case_id=case.id, party_id=client.id, staff_id=ctx.actor.id, staff_name=ctx.actor.name, at=at,
        outgoing=contact.outgoing, human=human, channel=contact.channel, result=contact.result,
        purpose=contact.purpose, on_behalf_of=contact.terms.on_behalf_of, recipient=contact.terms.recipient,
        identity_confirmed=contact.identity_confirmed,
    )  # fmt: skip
    _note_payment(row, contact, human=human)
    row.note = seal_text(ctx.session, client.uid, ("contact_attempt", row.uid, "note"), contact.note)
    ctx.session.add(row)
    ctx.session.flush()
    if human and contact.result in SPOKEN and (case.last_contact_at is None or case.last_contact_at < at):
        case.last_contact_at = at
        _silence_begins(ctx, case, at)
    ctx.record("contact.logged", "contact_attempt", row.id, case_id=case.id, party_id=client.id,
               channel=contact.channel, result=contact.result)  # fmt: skip
    if ruling is not None:
        _register(ctx, row, ruling, contact)
    return row


def _note_payment(row: ContactAttempt, contact: Contact, *, human: bool) -> None:
    """Put the four answers into the log; Invalid where a call that asks for them brings none."""
    told = contact.payment
    if told is None:
        if human and contact.asks_payment:
            raise Invalid("pay_how", "missing")
        return
    if told.how not in PAY_HOW_TITLES:
        raise Invalid("pay_how", "unknown")
    if told.at is None and told.how != "unsaid":
        raise Invalid("pay_at", "missing")
    row.pay_how, row.pay_ready, row.pay_enough, row.pay_at = told.how, told.ready, told.enough, told.at


def _silence_begins(ctx: Context, case: Case, at: datetime) -> None:
    """From a talk on, silence is counted anew: by the firm's days, or its own plan (FI-14)."""
    shipped = Rule((), 0, To.ADVISOR, firm(ctx.session).silence_days)
    if case.status is Status.ACTIVE:
        plans.start(ctx, case, plans.Event("silence", at, stage=case.stage), shipped)


def _moment(ctx: Context, contact: Contact) -> datetime:
    at = contact.at or ctx.now
    if at > ctx.now:
        raise Invalid("at", "in_the_future")
    if (ctx.now - at).days > OLDEST_DAYS:
        raise Invalid("at", "out_of_range")
    return at


def _asked(ctx: Context, case: Case, client: Party, contact: Contact, at: datetime) -> Ruling:
    """The guard's answer to an outgoing contact; the client's row is held, so that two cannot both be the last one."""
    if contact.terms.override_reason.strip() and ctx.actor.kind is ActorKind.STAFF:
        words("override_reason", contact.terms.override_reason, 500)
        if ctx.actor.roles.isdisjoint(MAY_OVERRIDE):
            raise Forbidden("override_needs_manager")
    guard.hold(ctx.session, [client.id])
    terms = Terms(contact.terms.on_behalf_of, contact.terms.recipient, str(case.id), contact.terms.override_reason)
    ruling = guard.decide(ctx.session, client, WAYS[contact.channel], contact.purpose, at, terms)
    if not ruling.allowed and not contact.happened_because.strip():
        raise ContactRefused(ruling)
    if not ruling.allowed and len(contact.happened_because.strip()) < 3:
        raise ReasonMissing("happened_because")
    return ruling


def _register(ctx: Context, row: ContactAttempt, ruling: Ruling, contact: Contact) -> None:
    """One line of the register for what was done against a rule, with the reason in words."""
    set_aside = [w.rule for w in ruling.decision.warnings if w.caution is Caution.HOUSE_RULE_OVERRIDDEN]
    if ruling.allowed and not set_aside:
        return
    kind = EntryKind.OVERRIDE if ruling.allowed else EntryKind.BREACH
    reason = contact.terms.override_reason if ruling.allowed else contact.happened_because
    rule = set_aside[0] if ruling.allowed else ruling.decision.rule
    ctx.session.add(GuardEntry(
        kind=kind, party_id=row.party_id, case_id=row.case_id, attempt_id=row.id, rule=rule,
        code=ruling.decision.reason or "", reason=reason.strip(), actor_id=ctx.actor.id, actor_name=ctx.actor.name,
        at=ctx.now,
    ))  # fmt: skip
    ctx.record(f"contact.{kind}", "contact_attempt", row.id, case_id=row.case_id, party_id=row.party_id,
               reason=reason.strip(), rule=rule)  # fmt: skip
