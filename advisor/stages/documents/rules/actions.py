"""Change the catalogue: a kind of paper of our own, terms for the firm or one institution; nothing changes by itself.

Cases see the new terms as a difference and take them over when somebody says so.
"""

import re
from dataclasses import dataclass

from sqlalchemy import Select, select

from advisor.domain import checklists
from advisor.domain.catalogue import BY_CODE, fits
from advisor.domain.errors import Invalid, NotFound, ReasonMissing
from advisor.records.institution import Institution
from advisor.services.context import Context
from advisor.services.rows import words
from advisor.stages.documents.rules.gate import Asking, Term
from advisor.stages.documents.rules.records import HousePaper, HouseTerm, papers_of_the_firm

CODE = re.compile(r"[A-Z][A-Z0-9_]{1,38}")
MOST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class NewPaper:
    """A kind of paper of the firm, named in every language of the house."""

    code: str
    name_en: str
    name_pl: str
    name_ru: str
    issued_by: str = ""
    validity_days: int | None = None
    form: bool = False


@dataclass(frozen=True, slots=True)
class NewTerm:
    """Changed terms: for whom they hold, what they are, and why."""

    term: Term
    asking: Asking
    reason: str
    institution_id: int | None = None
    product: str = ""
    client_type: str = ""


def define_paper(ctx: Context, new: NewPaper) -> HousePaper:
    """Add a kind of paper to the catalogue. Invalid for a code that is taken or not plain capitals."""
    code = new.code.strip().upper()
    if not CODE.fullmatch(code):
        raise Invalid("code", "not_plain")
    if checklists.document(code) is not None or code in papers_of_the_firm(ctx.session):
        raise Invalid("code", "taken")
    row = HousePaper(
        code=code, issued_by=words("issued_by", new.issued_by, 120, needed=False), form=new.form,
        validity_days=_days("validity_days", new.validity_days), changed_at=ctx.now, changed_by=ctx.actor.id,
        names={
            "en": words("name_en", new.name_en, 200), "pl": words("name_pl", new.name_pl, 200),
            "ru": words("name_ru", new.name_ru, 200),
        },
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("documents.paper_defined", "house_paper", row.id, code=code)
    return row


def set_term(ctx: Context, new: NewTerm) -> HouseTerm:
    """Change how a paper is asked for; the former term for the same scope ends. Invalid, ReasonMissing, NotFound."""
    if not new.reason.strip():
        raise ReasonMissing
    _check(ctx, new)
    for old in ctx.session.scalars(_same(new)):
        old.ended_at = ctx.now
    term = new.term
    row = HouseTerm(
        institution_id=new.institution_id, product=new.product, client_type=new.client_type, document=term.document,
        asking=new.asking, needed_by=term.needed_by, ordered_by=term.ordered_by, whom=term.whom,
        wanted_as=term.wanted_as, limit_days=term.limit_days, copies=term.copies, months=term.months,
        reason=words("reason", new.reason, 200), changed_at=ctx.now, changed_by=ctx.actor.id,
    )  # fmt: skip
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("documents.term_set", "house_term", row.id, document=term.document, asking=str(new.asking),
               reason=row.reason)  # fmt: skip
    return row


def end_term(ctx: Context, term_id: int) -> HouseTerm:
    """Go back to what is shipped (or to the firm's own term)."""
    row = ctx.session.get(HouseTerm, term_id)
    if row is None or row.ended_at is not None:
        raise NotFound
    row.ended_at = ctx.now
    ctx.record("documents.term_ended", "house_term", row.id, document=row.document)
    return row


def _check(ctx: Context, new: NewTerm) -> None:
    code = new.term.document
    if checklists.document(code) is None and code not in papers_of_the_firm(ctx.session):
        raise Invalid("document", "unknown")
    if new.product and new.product not in BY_CODE:
        raise Invalid("product", "unknown")
    if new.client_type and new.product and not fits(new.product, new.client_type):
        raise Invalid("client_type", "does_not_fit")
    if new.institution_id is not None and ctx.session.get(Institution, new.institution_id) is None:
        raise NotFound
    _days("limit_days", new.term.limit_days)
    if not 1 <= new.term.copies <= 20:
        raise Invalid("copies", "out_of_range")
    if not 0 <= new.term.months <= 120:
        raise Invalid("months", "out_of_range")


def _same(new: NewTerm) -> Select[HouseTerm]:
    query = select(HouseTerm).where(
        HouseTerm.ended_at.is_(None), HouseTerm.document == new.term.document, HouseTerm.product == new.product,
        HouseTerm.client_type == new.client_type,
    )  # fmt: skip
    scope = HouseTerm.institution_id
    return query.where(scope.is_(None) if new.institution_id is None else scope == new.institution_id)


def _days(field: str, days: int | None) -> int | None:
    if days is not None and not 0 <= days <= MOST_DAYS:
        raise Invalid(field, "out_of_range")
    return days
