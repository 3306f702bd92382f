"""Forms of the client page: details, identifiers, consents, the duplicate to merge."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from advisor.domain.identifiers import TITLES
from advisor.records.party import CONSENT_TITLES
from advisor.web.kit.fields import LineField, ProseField, sane_day, short
from advisor.web.kit.forms import HouseForm, VersionedForm
from advisor.web.kit.places import LanguageField, country_field, zone_field


class PartyForm(VersionedForm):
    """Details of a party."""

    kind = SelectField(_l("Person or company"), choices=[("person", _l("Person")), ("company", _l("Company"))])
    name = short(_l("Name"), DataRequired())
    phone = LineField(_l("Phone"), [Length(max=40)])
    phone_more = LineField(_l("Second phone"), [Length(max=40)])
    email = LineField(_l("E-mail"), [Length(max=254)])
    birth_on = DateField(_l("Date of birth"), [Optional(), sane_day])
    address = ProseField(_l("Address"), [Length(max=400)])
    city = LineField(_l("City"), [Length(max=120)])
    country = country_field()
    language = LanguageField(_l("Language of papers"))
    time_zone = zone_field()
    preferred_channel = SelectField(
        _l("Prefers"), choices=[("phone", _l("Phone")), ("email", _l("E-mail")), ("sms", _l("SMS"))]
    )
    do_not_contact = BooleanField(_l("Asked not to be contacted"))


class IdentifierForm(HouseForm):
    """One identifier."""

    identifier_kind = SelectField(_l("Kind"), choices=[(k, _l(v)) for k, v in TITLES.items()])
    value = LineField(_l("Number"), [DataRequired(), Length(max=60)])


class ConsentForm(HouseForm):
    """One consent."""

    purpose = SelectField(_l("Purpose"), choices=[(str(k), _l(v)) for k, v in CONSENT_TITLES.items()])
    channel = SelectField(
        _l("Channel"),
        choices=[
            ("phone", _l("Phone")),
            ("paper", _l("On paper")),
            ("email", _l("E-mail")),
            ("in_person", _l("In person")),
        ],
    )


class MergeForm(HouseForm):
    """The other one."""

    other = LineField(_l("Name, phone or e-mail of the duplicate"), [InputRequired(), Length(max=200)])
