"""The contact guard by worked cases: both sides of every hour and number, every ban, every order (SPEC C-11)."""

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from advisor.domain.outreach.contact import (
    NOTHING_KNOWN,
    Attempt,
    Channel,
    Circumstances,
    Contact,
    Jurisdiction,
    Principal,
    Purpose,
    Recipient,
)
from advisor.domain.outreach.decision import Caution, Reason
from advisor.domain.outreach.guard import decide
from advisor.domain.outreach.policy import Policy, shipped_policy
from advisor.domain.outreach.policy_words import REGIMES, SOURCES
from advisor.domain.outreach.reading import read_contact

SHARED: dict[str, Any] = json.loads((Path(__file__).parent / "contact_policy.json").read_text(encoding="utf-8"))
RU = Contact(Jurisdiction.RU, Purpose.OVERDUE_DEBT, Channel.CALL, datetime.fromisoformat("2025-03-12T10:00"))
US = replace(RU, jurisdiction=Jurisdiction.US, purpose=Purpose.THIRD_PARTY_DEBT_COLLECTION)
HOUSE = replace(RU, jurisdiction=Jurisdiction.HOUSE, purpose=Purpose.ANY_DEBT_RELATED)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def calls(*days: str, channel: Channel = Channel.CALL, **more: Any) -> tuple[Attempt, ...]:
    return tuple(Attempt(local(f"{day}T10:00"), channel, **more) for day in days)


def test_what_a_refusal_names_is_marked_for_translation() -> None:
    """Regime and source stand on the screen; only an address without words stays as it is."""
    rows = shipped_policy().rows
    assert {row.regime for row in rows if " " in row.regime} == set(REGIMES)
    assert {row.source for row in rows if " " in row.source} == set(SOURCES)


def reason(contact: Contact) -> str:
    return decide(contact).reason or ""


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: case["id"])
def test_shared_case(case: dict[str, Any]) -> None:
    decision = decide(read_contact(case))
    assert {"allowed": decision.allowed, "reason": decision.reason or ""} == case["expected"]


@pytest.mark.parametrize("row", SHARED["policy"], ids=lambda row: row["id"])
def test_the_shipped_row_says_what_the_shared_one_says(row: dict[str, Any]) -> None:
    ours = shipped_policy().row(row["id"])
    told = [row[part] for part in ("condition", "extra", "notes") if row.get(part)]
    assert (ours.jurisdiction, ours.regime, ours.source) == (row["jurisdiction"], row["regime"], row["source"])
    assert (ours.remark, ours.confidence) == ("; ".join(told), row["confidence"])
    hours = [(w.hours.start.isoformat("minutes"), w.hours.end.isoformat("minutes")) for w in ours.windows]
    assert hours == [(w["from"], w["to"]) for w in row["windows"]]


@pytest.mark.parametrize(
    ("place", "purpose", "channel", "opens", "closes"),
    [
        # the last lawful moment, then the first unlawful one
        ("RU", "overdue_debt", "call", "2025-03-12T08:00", "2025-03-12T21:59:59"),
        ("RU", "overdue_debt", "message", "2025-03-16T09:00", "2025-03-16T19:59:59"),
        ("RU", "overdue_debt", "in_person", "2025-11-01T08:00", "2025-11-01T21:59:59"),  # a working Saturday
        ("RU", "overdue_debt", "call", "2025-11-03T09:00", "2025-11-03T19:59:59"),  # a Monday off
        ("CN", "overdue_debt", "call", "2025-03-16T08:00", "2025-03-16T21:59:59"),
        ("US", "third_party_debt_collection", "call", "2025-03-16T08:00", "2025-03-16T21:00"),
        ("US", "third_party_debt_collection", "message", "2025-07-04T08:00", "2025-07-04T21:00"),
        ("ES", "marketing", "call", "2025-03-14T09:00", "2025-03-14T21:00"),
        ("CO", "overdue_debt_and_marketing", "message", "2025-03-14T07:00", "2025-03-14T19:00"),
        ("CO", "overdue_debt", "call", "2025-03-15T08:00", "2025-03-15T15:00"),
        ("house", "any_debt_related", "call", "2025-03-14T09:00", "2025-03-14T19:59:59"),
        ("house", "pre_due_reminder", "message", "2025-03-14T09:00", "2025-03-14T19:59:59"),
    ],
)
def test_hours_to_the_second(place: str, purpose: str, channel: str, opens: str, closes: str) -> None:
    asked = Contact(Jurisdiction(place), Purpose(purpose), Channel(channel), local(opens))
    early, late = local(opens), local(closes)
    before = early.replace(hour=early.hour - 1, minute=59, second=59)
    after = (
        late.replace(second=late.second + 1)
        if late.second < 59
        else late.replace(hour=late.hour + 1, minute=0, second=0)
    )
    assert [reason(replace(asked, at=at)) for at in (early, late)] == ["", ""]
    assert [reason(replace(asked, at=at)) for at in (before, after)] == ["TIME_WINDOW", "TIME_WINDOW"]
    assert decide(replace(asked, at=before)).next_allowed_at == early


@pytest.mark.parametrize(
    ("place", "purpose", "at"),
    [
        ("ES", "marketing", "2025-03-15T11:00"),  # Saturday
        ("ES", "marketing", "2025-01-06T11:00"),  # Epiphany, a Monday
        ("CO", "overdue_debt", "2025-03-16T11:00"),  # Sunday
        ("CO", "overdue_debt", "2025-03-24T11:00"),  # Saint Joseph, a Monday
        ("CO", "marketing", "2026-08-01T15:01"),
        ("house", "any_debt_related", "2025-03-15T11:00"),
        ("house", "any_debt_related", "2025-11-11T11:00"),
    ],
)
def test_closed_days(place: str, purpose: str, at: str) -> None:
    asked = Contact(Jurisdiction(place), Purpose(purpose), Channel.CALL, local(at))
    assert reason(asked) == "TIME_WINDOW"


@pytest.mark.parametrize(
    ("place", "purpose", "at"),
    [
        ("PL", "overdue_debt", "2025-03-12T03:00"),  # good practice warns, it does not block
        ("PL", "overdue_debt", "2025-03-16T21:00"),
        ("EU", "overdue_debt", "2025-03-12T03:00"),
        ("ES", "overdue_debt", "2025-03-16T03:00"),
        ("RU", "pre_due_reminder", "2025-03-12T03:00"),  # no row for that purpose, no number
        ("RU", "service", "2025-03-12T03:00"),
        ("CN", "marketing", "2025-03-12T03:00"),
    ],
)
def test_without_a_row_there_is_no_number(place: str, purpose: str, at: str) -> None:
    asked = Contact(Jurisdiction(place), Purpose(purpose), Channel.CALL, local(at), calls("2025-03-12") * 20)
    assert reason(asked) == ""


def test_polish_good_practice_warns() -> None:
    at_night = replace(RU, jurisdiction=Jurisdiction.PL, at=local("2025-03-12T05:59"))
    assert [(w.caution, w.rule) for w in decide(at_night).warnings] == [(Caution.UNUSUAL_HOURS, "CP10")]
    assert decide(replace(at_night, at=local("2025-03-12T06:00"))).warnings == ()
    assert decide(replace(at_night, at=local("2025-03-15T07:59"))).warnings != ()


@pytest.mark.parametrize(
    ("asked", "history", "expected"),
    [
        (RU, calls("2025-03-11"), ""),
        (RU, calls("2025-03-12"), "DAY_LIMIT"),
        (RU, calls("2025-03-05", "2025-03-11"), ""),  # the 5th is the eighth day back
        (RU, calls("2025-03-06", "2025-03-11"), "WEEK_LIMIT"),
        (
            RU,
            calls("2025-02-10", "2025-02-14", "2025-02-15", "2025-02-20", "2025-02-22", "2025-02-28", "2025-03-03"),
            "",
        ),
        (
            RU,
            calls(*["2025-02-10"] * 7, "2025-03-03"),  # 10 February is the 31st day, counted
            "MONTH_LIMIT",
        ),
        (RU, calls(*["2025-02-09"] * 7, "2025-03-03"), ""),  # 9 February is the 32nd
        (RU, calls("2025-03-12", channel=Channel.MESSAGE), ""),
        (RU, calls("2025-03-12", incoming=True), ""),
        (RU, calls("2025-03-13"), ""),  # what is planned for tomorrow is not earlier
        (replace(RU, channel=Channel.MESSAGE), calls("2025-03-12", channel=Channel.MESSAGE), ""),
        (replace(RU, channel=Channel.MESSAGE), calls(*["2025-03-12"] * 2, channel=Channel.MESSAGE), "DAY_LIMIT"),
        (replace(RU, channel=Channel.MESSAGE), calls(*["2025-03-09"] * 4, channel=Channel.MESSAGE), "WEEK_LIMIT"),
        (replace(RU, channel=Channel.MESSAGE), calls(*["2025-02-20"] * 16, channel=Channel.MESSAGE), "MONTH_LIMIT"),
        (replace(RU, channel=Channel.IN_PERSON), calls("2025-03-06", channel=Channel.IN_PERSON), "WEEK_LIMIT"),
        (replace(RU, channel=Channel.IN_PERSON), calls("2025-03-05", channel=Channel.IN_PERSON), ""),
        (replace(RU, channel=Channel.POST), calls(*["2025-03-12"] * 30, channel=Channel.POST), ""),
        (replace(RU, jurisdiction=Jurisdiction.CN), calls(*["2025-03-12"] * 2), ""),
        (replace(RU, jurisdiction=Jurisdiction.CN), calls(*["2025-03-12"] * 3), "DAY_LIMIT"),
        (replace(RU, jurisdiction=Jurisdiction.CO), calls("2025-03-12"), "DAY_LIMIT"),
        (US, calls(*["2025-03-06"] * 7), "WEEK_LIMIT"),
        (US, calls(*["2025-03-05"] * 7), ""),
        (replace(US, channel=Channel.MESSAGE), calls(*["2025-03-12"] * 50, channel=Channel.MESSAGE), ""),
        (HOUSE, calls("2025-03-12"), "DAY_LIMIT"),
        (HOUSE, calls("2025-03-06", "2025-03-07"), "WEEK_LIMIT"),
    ],
)
def test_caps_count_the_same_channel_to_the_day(asked: Contact, history: tuple[Attempt, ...], expected: str) -> None:
    assert reason(replace(asked, history=history)) == expected


def test_us_the_day_of_a_conversation_is_day_1_of_7() -> None:
    spoken = replace(US, history=calls("2025-03-06", conversation=True))
    assert reason(replace(spoken, at=local("2025-03-06T15:00"))) == "AFTER_CONVERSATION"
    blocked = decide(replace(spoken, at=local("2025-03-12T10:00")))
    assert (blocked.reason, blocked.rule) == (Reason.AFTER_CONVERSATION, "CP08")
    assert blocked.next_allowed_at == local("2025-03-13T08:00")
    assert reason(replace(spoken, at=local("2025-03-13T08:00"))) == ""
    assert reason(replace(RU, history=calls("2025-03-11", conversation=True))) == ""  # Russia has no such rule
    assert reason(replace(US, history=calls("2025-03-11", conversation=True, incoming=True))) == ""
    assert reason(replace(spoken, channel=Channel.MESSAGE)) == ""


def test_us_caps_count_per_debt_where_given() -> None:
    on_a, on_b, on_any = (calls(*["2025-03-10"] * 4, debt=debt) for debt in ("a", "b", None))
    assert reason(replace(US, history=on_a + on_b, debt="a")) == ""
    assert reason(replace(US, history=on_a + on_b)) == ""  # whichever of the two it is about, 4 is below 7
    assert reason(replace(US, history=on_a + on_any, debt="b")) == ""
    assert reason(replace(US, history=on_a + on_any, debt="a")) == "WEEK_LIMIT"
    assert reason(replace(US, history=on_a + on_any)) == "WEEK_LIMIT"
    spoken = calls("2025-03-10", conversation=True, debt="a")
    assert reason(replace(US, history=spoken, debt="b")) == ""
    assert reason(replace(US, history=spoken, debt="a")) == "AFTER_CONVERSATION"
    assert reason(replace(US, history=spoken)) == "AFTER_CONVERSATION"


@pytest.mark.parametrize(
    "status",
    ["bankruptcy_open", "incapacitated_documented", "in_hospital_documented", "disabled_group_1_documented", "minor"],
)
def test_ru_status_forbids_direct_contact_for_ever(status: str) -> None:
    known = Circumstances(**{status: True})  # type: ignore[arg-type]
    for channel, expected in [
        ("call", "PROHIBITED_STATUS"),
        ("in_person", "PROHIBITED_STATUS"),
        ("message", ""),
        ("post", ""),
    ]:
        assert reason(replace(RU, channel=Channel(channel), known=known)) == expected
    assert reason(replace(US, known=known)) == ""
    assert decide(replace(RU, known=known)).next_allowed_at is None
    assert reason(replace(RU, known=known, purpose=Purpose.SERVICE)) == ""  # our own client's case goes on


@pytest.mark.parametrize("place", Jurisdiction)
def test_third_persons_only_with_consent_and_without_objection(place: Jurisdiction) -> None:
    """ES-13: the contact person only with the client's recorded consent."""
    asked = replace(RU, jurisdiction=place)
    for recipient in (Recipient.RELATIVE, Recipient.NEIGHBOUR, Recipient.EMPLOYER, Recipient.OTHER):
        assert reason(replace(asked, known=Circumstances(recipient=recipient))) == "THIRD_PARTY"
        agreed = Circumstances(recipient=recipient, client_consent=True)
        assert reason(replace(asked, known=agreed)) == ""
        assert reason(replace(asked, known=replace(agreed, third_person_objects=True))) == "THIRD_PARTY"
    assert reason(replace(asked, known=Circumstances(third_person_objects=True))) == ""


def test_ru_only_a_registered_agent_acts_for_the_lender() -> None:
    for_lender = Circumstances(on_behalf_of=Principal.LENDER)
    assert reason(replace(RU, known=for_lender)) == "NOT_REGISTERED"
    assert reason(replace(RU, known=replace(for_lender, registered_agent=True))) == ""
    assert reason(replace(US, known=for_lender)) == ""


def test_pl_marketing_needs_prior_consent() -> None:
    asked = replace(RU, jurisdiction=Jurisdiction.PL, purpose=Purpose.MARKETING)
    for channel in (Channel.CALL, Channel.MESSAGE):
        assert reason(replace(asked, channel=channel)) == "NO_CONSENT"
        assert reason(replace(asked, channel=channel, known=Circumstances(marketing_consent=True))) == ""
    assert reason(replace(asked, jurisdiction=Jurisdiction.CN)) == ""


def test_opting_out_is_per_channel_and_a_lawyer_for_all() -> None:
    out = Circumstances(opted_out=frozenset({Channel.CALL}))
    assert [reason(replace(RU, known=out, channel=c)) for c in Channel] == ["OPTED_OUT", "", "", ""]
    lawyer = Circumstances(represented_by_lawyer=True)
    assert {reason(replace(RU, known=lawyer, channel=c)) for c in Channel} == {"REPRESENTED"}


def test_the_first_reason_of_the_order_is_the_answer() -> None:
    worst = replace(
        RU,
        at=local("2025-03-12T23:00"),
        purpose=Purpose.OVERDUE_DEBT,
        history=calls(*["2025-03-12"] * 9),
        known=Circumstances(
            minor=True,
            recipient=Recipient.EMPLOYER,
            represented_by_lawyer=True,
            opted_out=frozenset(Channel),
            on_behalf_of=Principal.LENDER,
        ),
    )
    told = []
    cures: list[dict[str, Any]] = [
        {"minor": False},
        {"recipient": Recipient.CLIENT},
        {"on_behalf_of": Principal.CLIENT},
        {"represented_by_lawyer": False},
        {"opted_out": frozenset()},
    ]
    for cure in cures:
        told.append(reason(worst))
        worst = replace(worst, known=replace(worst.known, **cure))
    told.append(reason(worst))
    for at in ("2025-03-12T12:00", "2025-03-13T12:00", "2025-03-25T12:00", "2025-04-12T12:00"):
        worst = replace(worst, at=local(at))
        told.append(reason(worst))
    order = [code.split(" ")[0] for code in SHARED["header"]["reasons_in_order"]]
    assert told == [code for code in order if code not in ("NO_CONSENT", "AFTER_CONVERSATION")] + [""]
    assert order == list(Reason)


def test_pl_consent_is_asked_last_of_the_bans() -> None:
    asked = replace(RU, jurisdiction=Jurisdiction.PL, purpose=Purpose.MARKETING)
    for known, expected in [
        (Circumstances(recipient=Recipient.EMPLOYER), "THIRD_PARTY"),
        (Circumstances(represented_by_lawyer=True), "REPRESENTED"),
        (Circumstances(opted_out=frozenset(Channel)), "OPTED_OUT"),
    ]:
        assert reason(replace(asked, known=known)) == expected


def test_a_ban_is_named_by_the_rule_of_the_country_where_it_has_one() -> None:
    known = Circumstances(recipient=Recipient.NEIGHBOUR)
    assert [decide(replace(asked, known=known)).rule for asked in (RU, US)] == ["CP06", "AD01"]


def test_of_two_rules_the_one_with_the_earlier_reason_answers() -> None:
    shipped = shipped_policy()
    rows = [replace(row, windows=()) if row.id == "CP08" else row for row in shipped.rows]
    night = replace(US, at=local("2025-03-12T23:00"), history=calls(*["2025-03-12"] * 7))
    answer = decide(night, Policy(shipped.as_of, tuple(rows)))  # CP08 counts the calls, CP09 keeps the hours
    assert (answer.reason, answer.rule) == (Reason.TIME_WINDOW, "CP09")
    assert answer.next_allowed_at == local("2025-03-19T08:00")


def test_a_refusal_names_rule_source_and_next_lawful_minute() -> None:
    """SPEC A6: a ninth call in a month is blocked with the rule and the next allowed time."""
    eight = calls(
        "2025-02-20", "2025-02-21", "2025-02-22", "2025-02-23", "2025-02-24", "2025-02-25", "2025-02-26", "2025-02-27"
    )
    ninth = decide(replace(RU, history=eight))
    assert (ninth.reason, ninth.rule, ninth.overridable) == (Reason.MONTH_LIMIT, "CP01", False)
    assert ninth.source == shipped_policy().row("CP01").source
    assert ninth.next_allowed_at == local("2025-03-23T09:00")  # a Sunday, 31 days after 20 February


def test_a_country_rule_is_never_overridden_a_house_rule_is_with_a_reason() -> None:
    night = local("2025-03-12T23:00")
    law = decide(replace(RU, at=night, override_reason="he asked for it"))
    assert (law.allowed, law.overridable, law.warnings) == (False, False, ())
    house = replace(HOUSE, at=night)
    assert decide(house).overridable
    assert not decide(replace(house, override_reason="  ")).allowed
    told = decide(replace(house, override_reason="he asked for it"))
    assert told.allowed
    assert [(w.caution, w.rule) for w in told.warnings] == [(Caution.HOUSE_RULE_OVERRIDDEN, "CP21")]
    barred = replace(house, override_reason="he asked", known=Circumstances(opted_out=frozenset({Channel.CALL})))
    assert decide(barred).reason is Reason.OPTED_OUT


def test_the_house_rule_covers_clients_whose_country_has_no_number() -> None:
    night = local("2025-03-12T23:00")
    polish = replace(RU, jurisdiction=Jurisdiction.PL, at=night, house_too=True)
    assert (decide(polish).reason, decide(polish).rule) == (Reason.TIME_WINDOW, "CP21")
    russian = replace(RU, at=local("2025-03-12T21:00"), house_too=True)  # lawful until 22:00, the house says nothing
    assert decide(russian).allowed
    early = replace(russian, purpose=Purpose.PRE_DUE_REMINDER)  # no Russian number for this purpose
    assert decide(early).rule == "CP21"
    assert decide(replace(early, purpose=Purpose.SERVICE)).allowed
    assert decide(replace(early, purpose=Purpose.MARKETING)).allowed
    spanish_day = replace(polish, jurisdiction=Jurisdiction.ES, at=local("2025-05-02T12:00"))
    assert decide(spanish_day).allowed
    assert decide(replace(spanish_day, calendar="ES-MD")).reason is Reason.TIME_WINDOW


def test_co_several_channels_in_a_week_are_warned_of() -> None:
    asked = replace(RU, jurisdiction=Jurisdiction.CO, history=calls("2025-03-06", channel=Channel.MESSAGE))
    assert [w.caution for w in decide(asked).warnings] == [Caution.SEVERAL_CHANNELS]
    assert decide(replace(asked, history=calls("2025-03-05", channel=Channel.MESSAGE))).warnings == ()


def test_rows_hold_from_their_first_to_their_last_day() -> None:
    shipped = shipped_policy()
    rows = [replace(row, valid_from=date(2025, 3, 1), valid_to=date(2025, 3, 31)) for row in shipped.rows]
    dated = Policy(shipped.as_of, tuple(rows))
    found = [
        decide(replace(RU, at=local(f"{day}T23:00")), dated).allowed
        for day in ("2025-02-28", "2025-03-01", "2025-03-31", "2025-04-01")
    ]
    assert found == [True, False, False, True]


def test_defaults_mean_nothing_is_known() -> None:
    assert Circumstances() == NOTHING_KNOWN
    assert decide(RU).allowed


def test_waiting_is_never_computed_without_end() -> None:
    """A log that fills every day for years has no next lawful minute, and the answer still comes."""
    start = local("2025-03-12T10:00").toordinal()
    log = tuple(Attempt(datetime.fromordinal(start + n).replace(hour=10), Channel.CALL) for n in range(800))
    answer = decide(replace(RU, history=log))
    assert (answer.allowed, answer.next_allowed_at) == (False, None)
