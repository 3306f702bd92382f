"""The forms of the documents room."""

from typing import Any

from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from advisor.domain import checklists
from advisor.domain.checklist_words import NEEDED_BY, QUESTIONS
from advisor.records.case import Case
from advisor.records.institution import Institution
from advisor.stages.documents.desk.records import ChecklistPlan
from advisor.stages.documents.desk.stage import REJECT_REASONS, SHAPES
from advisor.web.kit.ask import choices
from advisor.web.kit.forms import HouseForm, VersionedForm, sane_day, short


class FilingDayForm(VersionedForm):
    """The day the pack shall be filed."""

    planned_filing_on = DateField(_l("Planned filing day"), [InputRequired(), sane_day])


class ItemForm(HouseForm):
    """A paper added by hand."""

    title = short(_l("Paper or information"), DataRequired())
    party_id = SelectField(_l("For whom"), coerce=int)
    needed_by = SelectField(_l("Needed"), choices=choices(NEEDED_BY), default="filing")
    copies = IntegerField(_l("Copies"), [InputRequired(), NumberRange(1, 20)], default=1)
    months = IntegerField(_l("Months it has to cover"), [InputRequired(), NumberRange(0, 120)], default=0)
    wanted_as = SelectField(_l("In which shape"), choices=choices(SHAPES), default="scan")
    mandatory = BooleanField(_l("Must be there"), default=True)
    form = BooleanField(_l("A form or application that we prepare"))


class PackForm(HouseForm):
    """For whom the pack is made, and when the decision is expected."""

    institution_id = SelectField(
        _l("Institution"), coerce=int, description=_l("Its own terms for papers are used when the list is built.")
    )
    decision_on = DateField(
        _l("Decision expected on"), [Optional(), sane_day],
        description=_l("Papers for signing and disbursement are checked against this day."),
    )  # fmt: skip


class TermsForm(HouseForm):
    """This case's own terms for a paper."""

    needed_by = SelectField(_l("Needed"), choices=choices(NEEDED_BY))
    mandatory = BooleanField(_l("Must be there"))
    wanted_as = SelectField(_l("In which shape"), choices=choices(SHAPES))
    copies = IntegerField(_l("Copies"), [InputRequired(), NumberRange(1, 20)])
    months = IntegerField(_l("Months it has to cover"), [InputRequired(), NumberRange(0, 120)])
    change_reason = short(_l("Why this case asks otherwise than the catalogue"))


class StandsForm(HouseForm):
    """Where a paper stands; written above the days, so that it is asked for first."""

    shelf = short(_l("Where it stands (folder, shelf number)"), DataRequired())


class DatesForm(HouseForm):
    """The days printed on a paper."""

    issued_on = DateField(_l("Issued on"), [Optional(), sane_day])
    expires_on = DateField(_l("Valid until, as printed"), [Optional(), sane_day])


class ShelfForm(DatesForm, StandsForm):
    """An original that lies with us."""


class RejectForm(HouseForm):
    """Why a paper is no good."""

    reason_code = RadioField(_l("Reason"), [InputRequired()], choices=choices(REJECT_REASONS))
    reason = TextAreaField(_l("In words, for the client"), [Length(max=2000)])


class ReasonForm(HouseForm):
    """A reason."""

    reason = TextAreaField(_l("Reason"), [DataRequired(), Length(max=2000)])


class LimitForm(HouseForm):
    """This institution's own validity."""

    limit_days = IntegerField(_l("Not older than, days"), [Optional(), NumberRange(0, 3650)])
    limit_reason = short(_l("Why, or which institution says so"))


class PlainForm(HouseForm):
    """Nothing but its key."""


def pack_form(plan: ChecklistPlan | None, banks: list[Institution]) -> PackForm:
    """The form of the pack with the institutions we work with."""
    form = PackForm(institution_id=(plan and plan.institution_id) or 0, decision_on=plan.decision_on if plan else None)
    form.institution_id.choices = [(0, gettext("Not chosen yet")), *((bank.id, bank.name) for bank in banks)]
    return form


def questions_form(case: Case, answers: dict[str, bool], **options: Any) -> HouseForm:
    """A form with a yes/no choice for each question of the catalogue."""
    asked = checklists.questions(case.product, case.client_type)
    fields: dict[str, Any] = {"keys": tuple(question.key for question in asked)}
    for number, question in enumerate(asked):
        known = answers.get(question.key)
        fields[f"q{number}"] = RadioField(
            _asked(question), [Optional()], choices=[("yes", gettext("Yes")), ("no", gettext("No"))],
            default=None if known is None else "yes" if known else "no",
        )  # fmt: skip
    form: HouseForm = type("QuestionsForm", (HouseForm,), fields)(**options)
    return form


def item_form(client_id: int, names: dict[int, str]) -> ItemForm:
    """The form for a paper of our own, with the people of the case."""
    form = ItemForm(party_id=client_id)
    form.party_id.choices = sorted(names.items(), key=lambda row: row[1])
    return form


def _asked(question: checklists.Question) -> str:
    text = gettext(QUESTIONS[question.code])
    if question.document is None:
        return text
    more = f" ({gettext(question.condition)})" if question.condition else ""
    return f"{question.document.name(str(get_locale()))}: {text}{more}"
