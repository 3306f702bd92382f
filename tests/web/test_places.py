"""Countries, zones and currencies: all there are, by name in the reader's language, and what is stored stays stored."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import select

from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.party import Party
from advisor.records.staff import Firm, Staff
from tests import make

Browser = Callable[[str], FlaskClient]
FIRM = {
    "name": "Example Finance", "country": "PL", "time_zone": "UTC", "currency": "PLN", "silence_days": "12",
    "languages": ["en", "pl", "ru"],
}  # fmt: skip
NEW = {
    "kind": "person", "name": "Kenji Example", "country": "JP", "product": "consumer_loan", "client_type": "employee",
    "amount": "90000", "currency": "JPY", "source": "", "form_key": "k" * 32,
}  # fmt: skip


def select_of(page: str, name: str) -> str:
    (found,) = re.findall(rf'<select [^>]*name="{name}".*?</select>', page, re.DOTALL)
    return str(found)


def chosen(page: str, name: str) -> list[str]:
    return re.findall(r'value="([^"]*)" selected', select_of(page, name))


def test_saving_my_settings_keeps_a_zone_nobody_lists(cast: make.Cast, browser: Browser) -> None:
    """A member in Samara, and one whose zone bears its older name, keep their clocks."""
    web = browser("advisor")
    for zone in ("Europe/Samara", "Europe/Kiev"):
        staff = db.session.get_one(Staff, cast.advisor, populate_existing=True)
        staff.time_zone = zone
        db.session.commit()
        page = web.get("/account").text
        assert chosen(page, "time_zone") == [zone]
        assert (
            web.post("/account/taste", data={"language": "ru", "theme": "dark", "time_zone": zone}).status_code == 302
        )
        assert db.session.get_one(Staff, cast.advisor, populate_existing=True).time_zone == zone


def test_a_firm_anywhere_in_the_world(browser: Browser) -> None:
    web = browser("admin")
    for place in (("JP", "Asia/Tokyo", "JPY"), ("US", "America/Los_Angeles", "USD"), ("KW", "Asia/Kuwait", "KWD")):
        sent = FIRM | dict(zip(("country", "time_zone", "currency"), place, strict=True))
        assert web.post("/settings/firm", data=sent).status_code == 302
        page = web.get("/settings").text
        assert tuple(chosen(page, name)[0] for name in ("country", "time_zone", "currency")) == place
        db.session.rollback()
        firm = db.session.get_one(Firm, 1, populate_existing=True)
        assert (firm.country, firm.time_zone, firm.currency) == place
    for wrong in ({"country": "ZZ"}, {"time_zone": "Mars/Base"}, {"currency": "XXX"}, {"country": '"><u>'}):
        refused = web.post("/settings/firm", data=FIRM | wrong)
        assert (refused.status_code, "<u>" in refused.text) == (422, False)


def test_the_languages_of_the_firm_are_those_offered(cast: make.Cast, browser: Browser) -> None:
    """Who reads another one already keeps it; a new client of another country is written to in the firm's first."""
    web, advisor = browser("admin"), browser("advisor")
    assert web.post("/settings/firm", data=FIRM | {"languages": []}).status_code == 422
    assert web.post("/settings/firm", data=FIRM | {"languages": ["pl", "xx"]}).status_code == 422
    assert web.post("/settings/firm", data=FIRM | {"languages": ["ru", "pl"]}).status_code == 302
    db.session.rollback()
    assert db.session.get_one(Firm, 1, populate_existing=True).languages == "pl,ru"
    assert re.findall(r'value="(\w\w)"', select_of(web.get("/settings/people/new").text, "language")) == ["pl", "ru"]
    assert chosen(web.get("/settings/people/new").text, "time_zone") == ["UTC"]
    assert re.findall(r'value="(\w\w)"', select_of(advisor.get("/account").text, "language")) == ["en", "pl", "ru"]
    assert advisor.post("/cases/new", data=NEW).status_code == 302
    db.session.rollback()
    assert db.session.scalars(select(Party).where(Party.name == NEW["name"])).one().language == "pl"


def test_countries_are_named_in_the_readers_language(cast: make.Cast, browser: Browser) -> None:
    web = browser("advisor")
    assert ">Japan</option>" in select_of(web.get("/cases/new").text, "country")
    staff = db.session.get_one(Staff, cast.advisor)
    staff.language = "pl"
    db.session.commit()
    named = re.findall(r">([^<]+)</option>", select_of(web.get("/cases/new").text, "country"))
    assert "Japonia" in named
    assert len(named) > 240
    assert named.index("Łotwa") < named.index("Malta")


def test_a_case_in_a_currency_without_cents(browser: Browser) -> None:
    """Ninety thousand yen are ninety thousand minor units, and the person lives on Tokyo's clock."""
    assert browser("advisor").post("/cases/new", data=NEW).status_code == 302
    case = db.session.scalars(select(Case)).one()
    assert (case.amount, case.currency) == (90_000, "JPY")
    assert db.session.get_one(Party, case.client_id).time_zone == "Asia/Tokyo"


def test_sent_again_after_back_leads_to_the_case_that_was_made(browser: Browser) -> None:
    """Not "may be somebody we know": the same form was answered already."""
    web, phone = browser("advisor"), {"phone": "+81 3 1234 5678"}
    first = web.post("/cases/new", data=NEW | phone)
    db.session.rollback()
    again = web.post("/cases/new", data=NEW | phone)
    assert (again.status_code, again.headers["Location"]) == (302, first.headers["Location"])
    assert "was already opened with this form" in web.get(again.headers["Location"]).text
    other = web.post("/cases/new", data=NEW | phone | {"form_key": "m" * 32})
    assert other.status_code == 409  # another form about the same person is still asked
    assert len(db.session.scalars(select(Case)).all()) == 1
