"""Forms of the dialogs that move a case: move, send back, hold, close, assign."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import DataRequired, InputRequired, Length

from advisor.web.kit.fields import DayField, LineField, ProseField, sane_day
from advisor.web.kit.forms import VersionedForm


class MoveForm(VersionedForm):
    """Where to, and what a manager says when a gate is passed all the same."""

    to = SelectField(_l("To stage"), validators=[InputRequired()], validate_choice=False)
    evidence = LineField(_l("Evidence on paper"), [Length(max=200)])
    override_reason = ProseField(_l("Reason for passing a closed gate"), [Length(max=2000)])
    not_needed = ProseField(_l("Why monitoring is not needed"), [Length(max=2000)])


class ReasonForm(VersionedForm):
    """A move back or a reopening with its reason."""

    to = SelectField(_l("Back to"), validate_choice=False)
    reason = ProseField(_l("Reason"), [DataRequired(), Length(max=2000)])


class HoldForm(VersionedForm):
    """On hold until a day."""

    until_on = DayField(_l("Until"), [InputRequired(), sane_day])
    reason = ProseField(_l("Reason"), [DataRequired(), Length(max=2000)])


class CloseForm(VersionedForm):
    """Outcome and structured reason."""

    reason = SelectField(_l("Reason"), [InputRequired()])
    words = ProseField(_l("In words"), [Length(max=2000)])


class AssignForm(VersionedForm):
    """A new owner."""

    staff_id = SelectField(_l("New owner"), [InputRequired()], coerce=int)


class PlainForm(VersionedForm):
    """Nothing but the version."""
