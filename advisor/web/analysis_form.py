"""Forms of the analysis room: talk, need, ability, the topics of a case, routes."""

from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from advisor.domain.process import Profile
from advisor.records.contact import CHANNEL_TITLES
from advisor.records.institution import INSTITUTION_KIND_TITLES
from advisor.stages.analysis.actions import Ability, Need, Words
from advisor.stages.analysis.gate import topics
from advisor.stages.analysis.stage import CONDUCT, TOPICS
from advisor.web.interview_form import yes_no_choices
from advisor.web.interview_typed import YES_NO
from advisor.web.kit.forms import LONG, HouseForm, LocalMomentField, MoneyField, VersionedForm, currency_field, short
from advisor.web.kit.now import now, zone


class TalkForm(HouseForm):
    """When and how the talk was held, and its minutes."""

    at = LocalMomentField(_l("Held at"), [InputRequired()])
    channel = SelectField(_l("How"), choices=lambda: [(str(k), gettext(t)) for k, t in CHANNEL_TITLES.items()])
    minutes = TextAreaField(_l("Minutes"), [DataRequired(), Length(max=LONG)])

    @property
    def held_at(self) -> datetime:
        """The typed moment, read on the reader's clock."""
        return self.at.moment.replace(tzinfo=zone()).astimezone(UTC) if self.at.moment else now()


class NeedForm(VersionedForm):
    """What for and how much."""

    purpose = TextAreaField(_l("Purpose"), [DataRequired(), Length(max=LONG)])
    amount = MoneyField(_l("Amount"))
    currency = currency_field()

    @property
    def need(self) -> Need:
        """The need for the use case."""
        return Need(self.purpose.data or "", self.amount.data, self.currency.data, self.seen)


class AbilityForm(HouseForm):
    """Monthly figures. Its prefix keeps its currency apart from that of the need."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, prefix="ability-", **options)

    income = MoneyField(_l("Net income a month"), [InputRequired()])
    living_costs = MoneyField(_l("Living costs a month"))
    obligations = MoneyField(_l("Instalments due a month"), [InputRequired()])
    instalment = MoneyField(_l("New instalment a month"))
    currency = currency_field()

    @property
    def ability(self) -> Ability:
        """The figures for the use case."""
        due, costs, new = self.obligations.data, self.living_costs.data, self.instalment.data
        return Ability(self.income.data, due, costs, new, self.currency.data)


class TopicsForm(VersionedForm):
    """The base of the topics' form; `topics_form` adds a pair of fields per topic."""

    keys: tuple[str, ...] = ()

    def words(self) -> Words:
        """The typed words for the use case."""
        said = {key: (self[key].data or "", bool(self[f"{key}_not"].data)) for key in self.keys}
        asked = {key: YES_NO.get(self[f"ask_{key}"].data) for key in CONDUCT if f"ask_{key}" in self}
        return Words(said, asked, self.seen)


class RouteForm(HouseForm):
    """A possible route."""

    kind = SelectField(_l("Kind"), choices=lambda: [(str(k), gettext(t)) for k, t in INSTITUTION_KIND_TITLES.items()])
    institution_id = SelectField(_l("Institution"), validate_choice=False)
    what = short(_l("What with"))


class WhyForm(HouseForm):
    """None, because ..."""

    why = TextAreaField(_l("None, because"), [DataRequired(), Length(max=LONG)])


class PlainForm(HouseForm):
    """Nothing but its key."""


def topics_form(profile: Profile, client_type: str, **values: Any) -> TopicsForm:
    """The form of the topics of this case: words and "not relevant because", in debt relief conduct questions too."""
    fields: dict[str, Any] = {"keys": topics(profile, client_type)}
    for key in topics(profile, client_type):
        fields[key] = TextAreaField(_l(TOPICS[key]), [Length(max=LONG)], id=f"topic-{key}")
        fields[f"{key}_not"] = BooleanField(_l("Not relevant; the words say why"))
    for key in CONDUCT if profile is Profile.DEBT_RELIEF else ():
        fields[f"ask_{key}"] = SelectField(_l(CONDUCT[key]), choices=yes_no_choices, default="")
    form: TopicsForm = type("CaseTopicsForm", (TopicsForm,), fields)(**values)
    return form
