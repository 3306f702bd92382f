"""The forms of the contract room."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, IntegerField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from advisor.domain.errors import Invalid
from advisor.domain.fee_plan import MOST_PARTS
from advisor.records.case import Case
from advisor.records.engagement import Engagement
from advisor.services.inspection import REFUSALS
from advisor.stages.contract.actions import Agreed
from advisor.stages.contract.identity.actions import Proof
from advisor.stages.contract.identity.stage import IDENTITY_HOW
from advisor.stages.contract.stage import ASKED_BY, FIELDS
from advisor.web.fee_fields import FeeField, PercentField, in_currency
from advisor.web.kit.ask import choices, said
from advisor.web.kit.forms import LONG, HouseForm, VersionedForm, sane_day, short
from advisor.web.kit.now import today

MANDATE_MONTHS = (3, 6, 12, 24, 36)


class TermsForm(VersionedForm):
    """What both sides agree on, and who asked for the change."""

    scope = TextAreaField(_l("What we do, one point a line"), [DataRequired(), Length(max=LONG)])
    fee_fixed = FeeField(_l("Fixed fee"))
    fee_percent = PercentField(_l("Success fee on the payout"))
    fee_basis = short(_l("When and how the fee is due"))
    fee_parts = IntegerField(_l("Instalments of the fixed fee"), [Optional(), NumberRange(1, MOST_PARTS)], default=1)
    fee_first_on = DateField(_l("First instalment due"), [Optional(), sane_day])
    clauses = TextAreaField(_l("Clauses of the contract"), [Length(max=LONG)])
    asked_by = SelectField(_l("Who asked for it"), choices=choices(ASKED_BY))
    note = short(_l("Why"))

    @property
    def agreed(self) -> Agreed:
        """What was typed, for the use case; clauses that were not sent stay as they are."""
        return Agreed(
            scope=said(self.scope), fee_fixed=self.fee_fixed.data, fee_percent=said(self.fee_percent),
            fee_basis=said(self.fee_basis) or "", asked_by=said(self.asked_by), note=said(self.note) or "",
            fee_parts=said(self.fee_parts) or 1, fee_first_on=said(self.fee_first_on),
            clauses=said(self.clauses) or None, version=self.seen,
        )  # fmt: skip


class IdentityForm(HouseForm):
    """How somebody proved who he is."""

    party_id = SelectField(_l("Who"), coerce=int)
    how = SelectField(_l("How"), choices=choices(IDENTITY_HOW))
    on = DateField(_l("Day"), [InputRequired(), sane_day])
    until = DateField(_l("Document valid until"), [Optional(), sane_day])

    @property
    def proof(self) -> Proof:
        """What was typed, for the use case."""
        return Proof(said(self.party_id), said(self.how), said(self.on), said(self.until))


class SignatureForm(HouseForm):
    """The signed paper."""

    on = DateField(_l("Signed on"), [InputRequired(), sane_day])
    scan = FileField(_l("Scan of the signed contract"))
    shelf = short(_l("Or where the paper stands"))

    def refuse(self, problem: Invalid) -> None:
        """A refused scan is said beside its field."""
        if problem.code in REFUSALS:
            self.scan.errors = [*self.scan.errors, gettext(REFUSALS[problem.code])]
        else:
            super().refuse(problem)


class MandateForm(HouseForm):
    """From when and until when we may act for the client."""

    start = DateField(_l("From"), [InputRequired(), sane_day])
    until = DateField(_l("Until"), [Optional(), sane_day])


class MonthsForm(HouseForm):
    """How long the next power of attorney is to run."""

    months = SelectField(
        _l("Runs for, months"), coerce=int,
        choices=lambda: [(0, gettext("Until withdrawn")), *((each, str(each)) for each in MANDATE_MONTHS)],
    )  # fmt: skip


class EndForm(HouseForm):
    """A mandate or signature that ends, with its reason."""

    reason = TextAreaField(_l("Reason"), [DataRequired(), Length(max=2000)])


class RefusalForm(VersionedForm):
    """Why the discount that was seen is refused."""

    reason = TextAreaField(_l("Reason"), [DataRequired(), Length(max=2000)])


class SeenForm(VersionedForm):
    """Which version of the terms was seen."""


class PlainForm(HouseForm):
    """Nothing but its key."""


def terms_form(case: Case, row: Engagement | None, source: Any, clauses: str, **options: Any) -> TermsForm:
    """The form of the terms: as agreed, or as offered (`source`) when nothing was agreed yet."""
    known = row or source
    start = {name: getattr(known, name) for name in FIELDS if known is not None and hasattr(known, name)}
    version = "" if row is None else str(row.version)
    form = TermsForm(prefix="terms-", version=version, **(start | {"clauses": clauses}), **options)
    in_currency(form, case.currency)
    return form


def identity_form(signers: list[Any], client_id: int, **options: Any) -> IdentityForm:
    """The form of an identity check with the people who sign."""
    form = IdentityForm(prefix="id-", party_id=client_id, on=today(), **options)
    form.party_id.choices = [(signer.party_id, signer.name) for signer in signers]
    return form
