"""The form of the call panel: channel, result, notes and the next step; rarer questions stand behind "More"."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired, Length, Optional

from advisor.domain.errors import Invalid
from advisor.domain.outreach.cadence import Snooze
from advisor.domain.outreach.contact import Principal, Purpose, Recipient
from advisor.domain.outreach.words import PRINCIPAL_TITLES, PURPOSE_TITLES, RECIPIENT_TITLES, SNOOZE_TITLES
from advisor.records.contact import CHANNEL_TITLES, PAY_HOW_TITLES, RESULT_TITLES
from advisor.services.outreach import Payment
from advisor.web.kit.fields import LineField, LocalMomentField, ProseField
from advisor.web.kit.forms import HouseForm
from advisor.web.kit.now import zone

KEEP, OWN = "keep", "own"
RESULTS = [("", _l("Choose")), *((str(key), _l(title)) for key, title in RESULT_TITLES.items())]
HOW = [("", _l("Choose")), *((str(key), _l(title)) for key, title in PAY_HOW_TITLES.items())]
YES_NO = [("", _l("Choose")), ("yes", _l("Yes")), ("no", _l("No")), ("unsaid", _l("Did not say"))]
SAID = {"yes": True, "no": False, "unsaid": None}


class ContactForm(HouseForm):
    """One contact and what comes next."""

    channel = SelectField(_l("Channel"), choices=[(str(k), _l(v)) for k, v in CHANNEL_TITLES.items()])
    result = SelectField(_l("Result"), [InputRequired()], choices=RESULTS)
    incoming = BooleanField(_l("The client contacted us"))
    identity_confirmed = BooleanField(_l("Identity confirmed before any detail was told"))
    note = ProseField(_l("Notes"), [Length(max=20_000)])
    purpose = SelectField(_l("Purpose"), choices=[(str(k), _l(v)) for k, v in PURPOSE_TITLES.items()],
                          default=Purpose.SERVICE.value)  # fmt: skip
    on_behalf_of = SelectField(_l("On whose behalf"), choices=[(str(k), _l(v)) for k, v in PRINCIPAL_TITLES.items()],
                               default=Principal.CLIENT.value)  # fmt: skip
    recipient = SelectField(_l("Who was spoken to"), choices=[(str(k), _l(v)) for k, v in RECIPIENT_TITLES.items()],
                            default=Recipient.CLIENT.value)  # fmt: skip
    pay_how = SelectField(_l("How it will be paid"), choices=HOW, default="")
    pay_ready = SelectField(_l("Is the money there?"), choices=YES_NO, default="")
    pay_enough = SelectField(_l("Is it enough?"), choices=YES_NO, default="")
    pay_at = LocalMomentField(_l("When it will be paid"), [Optional()])
    at = LocalMomentField(_l("When, if not now"), [Optional()])
    next_when = SelectField(_l("Next step"), [InputRequired()])
    next_text = LineField(_l("What"), [Length(max=500)])
    next_at = LocalMomentField(_l("When, by your clock"), [Optional()])
    override_reason = ProseField(_l("Reason for setting the house rule aside"), [Length(max=500)])
    happened_because = ProseField(_l("It has already happened, because"), [Length(max=500)])

    @property
    def payment(self) -> Payment | None:
        """The four answers about a payment; None where none was given, Invalid where some are missing."""
        asked = (self.pay_how, self.pay_ready, self.pay_enough)
        if not any(field.data for field in asked) and self.pay_at.moment is None:
            return None
        for field in asked:
            if not field.data:
                raise Invalid(field.short_name, "missing")
        at = self.pay_at.moment
        return Payment(self.pay_how.data, SAID[self.pay_ready.data], SAID[self.pay_enough.data],
                       at and at.replace(tzinfo=zone()))  # fmt: skip

    def offer(self, planned: str) -> None:
        """Offer what may come next; what is planned already stays by default."""
        kept = [(KEEP, planned)] if planned else []
        own = (OWN, _l("The moment below"))
        self.next_when.choices = [*kept, *((str(k), _l(SNOOZE_TITLES[k])) for k in Snooze), own]
        if self.next_when.data is None:
            self.next_when.data = KEEP if planned else Snooze.NEXT_WORKING_DAY.value
