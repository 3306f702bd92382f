"""Forms of the follow-up plans: a rule as rows of steps, and what differs for one client."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, FormField, IntegerField, SelectField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from advisor.domain.outreach.plans import MOST_STEPS, ORDERS, TO_TITLES, VIA_TITLES, Rule, To, read_rule
from advisor.web.kit.fields import DayField, ProseField, sane_day
from advisor.web.kit.forms import HouseForm
from advisor.web.kit.numbered import NumberedRows
from advisor.web.kit.phrases import say

TIMES = [f"{hour:02d}:{minute:02d}" for hour in range(7, 20) for minute in (0, 30)]


class StepForm(Form):
    """One step; without days it is left out."""

    days = IntegerField(_l("Days after (before: -)"), [Optional(), NumberRange(-400, 400)])
    working = SelectField(_l("Days count"), choices=[("yes", _l("working days")), ("no", _l("calendar days"))])
    at = SelectField(_l("At"), choices=[(at, at) for at in TIMES], default="09:00")
    to = SelectField(_l("To"), choices=[(str(t), _l(TO_TITLES[t])) for t in To if t is not To.NOBODY])
    via = SelectField(_l("Channels"), choices=[], validate_choice=False)


class RuleForm(HouseForm):
    """A whole plan, from a day on."""

    steps = NumberedRows(FormField(StepForm), min_entries=1, max_entries=MOST_STEPS)
    most = IntegerField(_l("At most so many messages to the client"), [NumberRange(0, MOST_STEPS)])
    told = SelectField(
        _l("Who is told when it ends"), choices=[(str(t), _l(TO_TITLES[t])) for t in To if t is not To.CLIENT]
    )
    told_days = IntegerField(_l("Days after the last step"), [NumberRange(0, 400)])
    from_on = DayField(_l("Holds from"), [DataRequired(), sane_day])

    def show(self, rule: Rule) -> None:
        """Fill in a rule."""
        self.most.data, self.told.data, self.told_days.data = rule.most, str(rule.told), rule.told_days
        while len(self.steps.entries) < min(len(rule.steps) + 1, MOST_STEPS):
            self.steps.append_entry()
        self.offer_orders()
        for entry, step in zip(self.steps.entries, rule.steps, strict=False):
            entry.form.days.data, entry.form.at.data = step.days, step.at
            entry.form.working.data = "yes" if step.working else "no"
            entry.form.to.data, entry.form.via.data = str(step.to), ",".join(step.via)

    def offer_orders(self) -> None:
        """The channel orders in words."""
        for entry in self.steps.entries:
            kept = entry.form.via.data
            entry.form.via.choices = [(",".join(o), " → ".join(say(VIA_TITLES[v]) for v in o)) for o in ORDERS]
            if kept and kept not in [choice[0] for choice in entry.form.via.choices]:
                entry.form.via.data = ",".join(ORDERS[0])

    @property
    def rule(self) -> Rule:
        """The rule as typed. Raises Invalid with the field that cannot be right."""
        steps = [_step(entry.form) for entry in self.steps.entries if entry.form.days.data is not None]
        return read_rule(
            {"steps": steps, "most": self.most.data, "told": self.told.data, "told_days": self.told_days.data}
        )


class DeviationForm(HouseForm):
    """What differs for one client."""

    key = SelectField(_l("Plan of follow-ups"), choices=[], validate_choice=True)
    off = BooleanField(_l("Send nothing to this client by itself"))
    channel = SelectField(_l("Only by"), choices=[])
    later_days = IntegerField(_l("Later by days"), [Optional(), NumberRange(-60, 60)], default=0)
    earlier_days = IntegerField(
        _l("One more message, so many days earlier"), [Optional(), NumberRange(0, 60)], default=0
    )
    most = IntegerField(_l("At most so many messages"), [Optional(), NumberRange(0, MOST_STEPS)])
    reason = ProseField(_l("Reason"), [DataRequired(), Length(max=400)])

    def offer(self, titles: list[tuple[str, str]]) -> None:
        """Plans and channels in words."""
        self.key.choices = [("", gettext("All plans")), *titles]
        self.channel.choices = [("", gettext("as planned")), *((str(v), say(t)) for v, t in VIA_TITLES.items())]


def _step(form: Any) -> dict[str, Any]:
    return {
        "days": form.days.data, "to": form.to.data, "working": form.working.data == "yes", "at": form.at.data,
        "via": (form.via.data or ",".join(ORDERS[0])).split(","),
    }  # fmt: skip
