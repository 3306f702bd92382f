"""The contact room through the staff door: live verdict, saving, consent, closing proposal, referrer, bad input."""

import io
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from advisor.domain.debts import Outcome
from advisor.domain.roles import COMMAND, Role
from advisor.extensions import db
from advisor.records.case import Case
from advisor.records.paper import Paper, PaperKind
from advisor.records.party import Party
from advisor.stages.contact.prequalification.records import DebtLine, held, verdicts_of
from advisor.transaction import transaction
from tests import make
from tests.services.test_uploads import pdf

HTMX = {"HX-Request": "true"}


def sheet(*rows: dict[str, str], mortgage: str = "no", **more: str) -> dict[str, str]:
    """The interview's form fields: each row as {"kind": ..., "amount": ...}."""
    fields = {f"debts-{place}-{name}": value for place, row in enumerate(rows) for name, value in row.items()}
    return {"mortgage": mortgage, **fields, **more}


def debt(kind: str, amount: str, **answers: str) -> dict[str, str]:
    return {"kind": kind, "amount": amount, **answers}


def text_of(html: str) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def live(client: FlaskClient, case_id: int, fields: dict[str, str]) -> str:
    answer = client.post(f"/cases/{case_id}/contact/verdict", data=fields, headers=HTMX)
    assert answer.status_code == 200
    return answer.text


def save(client: FlaskClient, case_id: int, fields: dict[str, str]) -> int:
    return client.post(f"/cases/{case_id}/contact/interview", data=fields).status_code


def test_the_verdict_is_live_and_saves_nothing(advisor: FlaskClient, debtor: int) -> None:
    """OP-05: the edge is printed in words; typing alone leaves no trace."""
    at = text_of(live(advisor, debtor, sheet(debt("bank_loan", "100 000,00"))))
    assert "Not qualified" in at
    assert "100 000.00 is not more than 100 000" in at
    above = text_of(live(advisor, debtor, sheet(debt("bank_loan", "100 000,01"))))
    assert "100 000.01 is more than 100 000" in above
    assert db.session.scalars(select(DebtLine)).all() == []


def test_both_verdicts_stand_side_by_side(advisor: FlaskClient, debtor: int) -> None:
    """SPEC A1: "may the law help this person?" and "do we take this case?" are two questions on every screen."""
    words = text_of(live(advisor, debtor, sheet(debt("bank_loan", "80000"))))
    assert "Do we take this case?" in words
    assert "May the law help this person?" in words


def test_follow_up_questions_come_when_needed(advisor: FlaskClient, debtor: int) -> None:
    """OP-12 to OP-15: asked by kind, swapped into the row only when they changed, unanswered ones say incomplete."""
    asked = live(advisor, debtor, sheet(debt("secured_loan", "200000")))
    assert 'id="asks-0" hx-swap-oob="true"' in asked
    assert "debts-0-collateral" in asked
    assert "Incomplete" in asked
    shown = {"shown-0": "ITEM_STILL_THERE"}
    again = live(advisor, debtor, sheet(debt("secured_loan", "200000"), {}, {}, **shown))
    assert 'id="asks-0"' not in again.split('id="debt-')[0]
    assert 'id="verdict-now" hx-swap-oob="true"' in again, "the verdict stands beside the button, too"
    sold = live(advisor, debtor, sheet(debt("secured_loan", "200000", collateral="sold")))
    assert "Was the bank told about the sale?" in sold
    assert "What was the fine for?" in live(advisor, debtor, sheet(debt("fine", "200000")))


def test_without_scripts_the_button_shows_the_same_verdict(advisor: FlaskClient, debtor: int) -> None:
    answer = advisor.post(f"/cases/{debtor}/contact/verdict", data=sheet(debt("bank_loan", "250000")))
    assert answer.status_code == 200
    assert 'value="250000"' in answer.text
    assert "Qualified" in text_of(answer.text)
    assert db.session.scalars(select(DebtLine)).all() == []


def test_a_refused_interview_comes_back_as_it_was_typed(advisor: FlaskClient, debtor: int) -> None:
    """A saved one does not show through: screening answers and rows are those just typed."""
    save(advisor, debtor, sheet(debt("bank_loan", "250000"), conviction="no"))
    fields = sheet(debt("bank_loan", "much"), conviction="yes", earlier_insolvency="no")
    answer = advisor.post(f"/cases/{debtor}/contact/interview", data=fields)
    assert answer.status_code == 422
    html = re.sub(r"\s+", " ", answer.text)
    assert re.search(r'id="conviction".*?<option selected value="yes">', html)
    assert "This is not an amount." in html
    assert "3 not asked" in html


def test_a_saved_interview_comes_back_as_it_was(advisor: FlaskClient, debtor: int) -> None:
    fields = sheet(
        debt("secured_loan", "200000", collateral="held", creditor="Сбербанк", in_credit_report="y"),
        debt("", ""), debt("microloan", "1 000,50"),
        budget="100 a month", timing="this week", task="sleep again", seizable_property="no", penalties="1000",
    )  # fmt: skip
    assert save(advisor, debtor, fields) == 302
    html = advisor.get(f"/cases/{debtor}").text
    for shown in ("Сбербанк", "200000.00", "1000.50", "sleep again", "100 a month", 'value="1000.00"'):
        assert shown in html
    assert "ask them on the way" not in html


def test_es_02_a_rate_above_the_law_is_flagged_beside_its_debt(
    advisor: FlaskClient, debtor: int, browser: Callable[[str], FlaskClient]
) -> None:
    """ES-02: 36 % with the rule, its country and its date; live, without scripts, after saving, and to who only reads;
    no rule, no flag."""
    said = {"annual_rate": "36", "agreed_on": "2024-02-29"}
    flag = "Above 18.50 % a year: Maximum interest: Civil Code, art. 359 § 2¹ (Poland, in force from"
    fields = sheet(debt("microloan", "20000", **said), debt("private_loan", "20000", annual_rate="36"))
    assert "a year: Maximum" not in text_of(live(advisor, debtor, fields)), "a country whose rule allows it"
    db.session.scalars(select(Party)).one().country = "PL"
    db.session.commit()
    typed = live(advisor, debtor, fields)
    assert 'id="asks-0" hx-swap-oob="true"' in typed
    assert 'name="shown-0" value="2023-10-05"' in typed
    assert text_of(typed).count(flag) == 1
    assert flag not in text_of(live(advisor, debtor, fields | {"shown-0": "2023-10-05"})), "drawn once"
    assert flag in text_of(advisor.post(f"/cases/{debtor}/contact/verdict", data=fields).text)
    assert save(advisor, debtor, fields) == 302
    html = advisor.get(f"/cases/{debtor}").text
    assert 'value="2024-02-29"' in html
    assert text_of(html).count(flag) == 1
    read_only = browser("auditor").get(f"/cases/{debtor}").text
    assert "debts-0-kind" not in read_only
    assert text_of(read_only).count(flag) == 1
    assert "to be confirmed by the firm" in html
    assert save(advisor, debtor, fields | {"debts-0-annual_rate": "18,50"}) == 302
    assert flag not in text_of(advisor.get(f"/cases/{debtor}").text), "exactly the limit"


def test_budget_timing_task_are_a_hint_not_a_block(advisor: FlaskClient, debtor: int) -> None:
    """OP-04."""
    save(advisor, debtor, sheet(debt("bank_loan", "250000")))
    assert verdicts_of(db.session(), debtor)[0].outcome is Outcome.QUALIFIED
    assert "Not asked yet: budget, timing, task. Ask on the way" in text_of(advisor.get(f"/cases/{debtor}").text)
    save(advisor, debtor, sheet(debt("bank_loan", "250000"), budget="5 000 a month", task="be free"))
    assert "Not asked yet: timing." in text_of(advisor.get(f"/cases/{debtor}").text)


def test_the_split_is_told_consented_and_shown(advisor: FlaskClient, debtor: int) -> None:
    """OP-16, OP-17: figures, script, then the answer with channel, teller and time; KVAL only with it."""
    save(advisor, debtor, sheet(debt("bank_loan", "400000"), debt("alimony", "120000")))
    words = text_of(advisor.get(f"/cases/{debtor}").text)
    assert "400 000 может быть списано, 120 000 остаётся к уплате." in words, "said in the client's language"
    assert "Что будет списано, решает суд." in words
    typed = live(advisor, debtor, sheet(debt("bank_loan", "400000"), debt("alimony", "120000")))
    assert '<div class="prose" lang="ru">' in typed
    page = advisor.get(f"/cases/{debtor}").text
    assert re.search(r"<button[^>]+disabled", page)
    said = {"agrees": "yes", "channel": "phone", "told_by": "Anna Advisor", "at": "2026-01-05T10:00"}
    assert advisor.post(f"/cases/{debtor}/contact/consent", data=said).status_code == 302
    words = text_of(advisor.get(f"/cases/{debtor}").text)
    assert "Qualified: the meeting can be booked." in words
    assert "Told by Anna Advisor" in words
    history = words[words.index("History") :]
    assert "Only a part may be written off Consent given, Phone · 2026-11 Anna Advisor" in history
    assert advisor.post(f"/cases/{debtor}/contact/consent/reopen", data={"channel": "email"}).status_code == 302
    assert held(db.session(), debtor).partial_consent is None
    told = "Only a part may be written off"
    assert f"{told} Consent withdrawn, E-mail · 2026-11 Anna Advisor" in text_of(advisor.get(f"/cases/{debtor}").text)
    assert advisor.post(f"/cases/{debtor}/contact/consent", data=said | {"agrees": "no"}).status_code == 302
    words = text_of(advisor.get(f"/cases/{debtor}").text)
    assert "The client does not agree Jan 5, 2026, 10:00, Phone Told by Anna Advisor Wording 2026-11" in words
    assert f"{told} Consent refused, Phone · 2026-11 Anna Advisor" in words
    assert advisor.post(f"/cases/{debtor}/contact/consent/reopen", data={"channel": "paper"}).status_code == 302
    assert f"{told} Refusal taken back, On paper · 2026-11 Anna Advisor" in text_of(
        advisor.get(f"/cases/{debtor}").text
    )


def test_a_refusal_proposes_closing_with_the_clause_and_an_alternative(advisor: FlaskClient, debtor: int) -> None:
    """OP-19, C-4: reason pre-filled, a person confirms; 80 000 RUB still shows the lawful ways."""
    save(advisor, debtor, sheet(debt("bank_loan", "80000")))
    html = advisor.get(f"/cases/{debtor}").text
    link = next(x for x in re.findall(r'href="([^"]+/close\?[^"]+)"', html)).replace("&amp;", "&")
    asked = parse_qs(urlsplit(link).query)
    assert asked["reason"] == ["TOTAL_NOT_ABOVE_MIN"]
    assert "80 000.00 is not more than 100 000" in asked["words"][0]
    assert "Out-of-court insolvency, free of charge" in text_of(html)
    dialog = advisor.get(link).text
    assert "80 000.00 is not more than 100 000" in dialog
    assert db.session.get_one(Case, debtor).closed_at is None


def test_both_papers_are_printed_from_the_room(advisor: FlaskClient, debtor: int) -> None:
    """OP-16, C-4: the statement of a mixed lead; the alternative sheet once it is refused."""
    papers = f"/cases/{debtor}/papers"
    save(advisor, debtor, sheet(debt("bank_loan", "400000"), debt("alimony", "120000")))
    assert f"{papers}/statement/issue" in advisor.get(f"/cases/{debtor}").text
    assert advisor.post(f"{papers}/statement/issue").status_code == 302
    assert advisor.post(f"{papers}/alternatives/issue").status_code == 422
    said = {"agrees": "no", "channel": "phone", "told_by": "Anna Advisor", "at": "2026-01-05T10:00"}
    advisor.post(f"/cases/{debtor}/contact/consent", data=said)
    assert advisor.post(f"{papers}/alternatives/issue").status_code == 302
    db.session.rollback()
    rows = db.session.scalars(select(Paper).order_by(Paper.id)).all()
    assert [row.kind for row in rows] == [PaperKind.STATEMENT, PaperKind.ALTERNATIVES]
    assert advisor.get(f"{papers}/{rows[0].id}.pdf").data.startswith(b"%PDF")


def test_only_alimony_gets_no_false_hope(advisor: FlaskClient, debtor: int) -> None:
    """OP-11: not qualified by clause 3, nothing counted."""
    save(advisor, debtor, sheet(debt("alimony", "500000")))
    words = text_of(advisor.get(f"/cases/{debtor}").text)
    assert "Only debts that cannot be written off." in words
    assert "These debts stay" in words
    assert "Out-of-court insolvency, free of charge" not in words


@pytest.mark.parametrize(
    ("row", "anchor"),
    [
        (debt("bank_loan", "-5"), "debts-0-amount"),
        (debt("bank_loan", "a lot"), "debts-0-amount"),
        (debt("bank_loan", "100 €"), "debts-0-amount"),
        (debt("bank_loan", "9" * 14), "debts-0-amount"),
        (debt("bank_loan", ""), "debts-0-amount"),
        (debt("", "5000"), "debts-0-kind"),
        (debt("piracy", "5000"), "debts-0-kind"),
        (debt("secured_loan", "5000", collateral="held", bank_notified="yes"), "debts-0-bank_notified"),
        (debt("bank_loan", "5000", creditor="x" * 201), "debts-0-creditor"),
        (debt("bank_loan", "1 000 000 000 000,01"), "debts-0-amount"),
        (debt("bank_loan", "5\u202e000"), "debts-0-amount"),
        (debt("bank_loan", "USD 100"), "debts-0-amount"),
    ],
)
def test_a_bad_row_comes_back_at_its_field_and_stores_nothing(
    advisor: FlaskClient, debtor: int, row: dict[str, str], anchor: str
) -> None:
    """DONE.md point 4: negative, words, another currency, absurd, missing, unknown, contradictory, too long."""
    answer = advisor.post(f"/cases/{debtor}/contact/interview", data=sheet(row, debt("microloan", "1000")))
    assert answer.status_code == 422
    assert f'id="{anchor}-error"' in answer.text
    assert "1000" in answer.text
    assert db.session.scalars(select(DebtLine)).all() == []
    assert f"#{anchor}" in live(advisor, debtor, sheet(row))


def test_too_many_rows_and_no_rows_are_refused(advisor: FlaskClient, debtor: int) -> None:
    """OP-03 and 501 rows."""
    assert save(advisor, debtor, sheet()) == 422
    assert save(advisor, debtor, sheet(*[debt("bank_loan", "10")] * 501)) == 422
    assert db.session.scalars(select(DebtLine)).all() == []


def test_five_hundred_rows_are_taken_and_summed(advisor: FlaskClient, debtor: int) -> None:
    """Issue 3, bad input: 500 rows are the most, and they work."""
    assert save(advisor, debtor, sheet(*[debt("bank_loan", "1000,01")] * 500)) == 302
    (verdict,) = verdicts_of(db.session(), debtor)
    assert verdict.written_off == 500 * 100_001
    assert "500 005.00" in text_of(advisor.get(f"/cases/{debtor}").text)


@pytest.mark.parametrize("hostile", ["be\u202efree", "be\x00free", "be\x1bfree", "be\u2066free"])
def test_control_and_bidi_characters_are_refused_everywhere(advisor: FlaskClient, debtor: int, hostile: str) -> None:
    """Issue 3, bad input: in a note and in a creditor's name; nothing is stored half."""
    loan = debt("bank_loan", "200000")
    assert save(advisor, debtor, sheet(loan, task=hostile)) == 422
    assert save(advisor, debtor, sheet(loan | {"creditor": hostile})) == 422
    assert db.session.scalars(select(DebtLine)).all() == []


def test_a_note_of_100_kb_is_refused_with_words(advisor: FlaskClient, debtor: int) -> None:
    assert save(advisor, debtor, sheet(debt("bank_loan", "200000"), task="x" * 100_000)) == 422


def test_a_double_click_gives_one_verdict_and_a_stale_form_comes_back(advisor: FlaskClient, debtor: int) -> None:
    first = sheet(debt("bank_loan", "250000"), form_key="k" * 32)
    assert [save(advisor, debtor, first), save(advisor, debtor, first)] == [302, 302]
    assert len(verdicts_of(db.session(), debtor)) == 1
    seen = str(held(db.session(), debtor).interview.version)  # type: ignore[union-attr]
    assert save(advisor, debtor, sheet(debt("bank_loan", "260000"), version=seen, timing="now")) == 302
    answer = advisor.post(f"/cases/{debtor}/contact/interview", data=sheet(debt("bank_loan", "10"), version=seen))
    assert answer.status_code == 409
    assert "Somebody else saved first" in answer.text
    db.session.rollback()
    assert held(db.session(), debtor).lines[0].amount == 26_000_000
    fresh = re.search(r'name="version" type="hidden" value="(\d+)"', answer.text.split("interview-form")[1])
    assert fresh is not None
    assert fresh[1] != seen


def test_old_verdicts_and_what_todays_rules_say(advisor: FlaskClient, debtor: int) -> None:
    """OP-22."""
    save(advisor, debtor, sheet(debt("bank_loan", "250000")))
    save(advisor, debtor, sheet(debt("bank_loan", "50000")))
    words = text_of(advisor.get(f"/cases/{debtor}/contact/verdicts").text)
    assert words.count("Today's rules say the same.") == 2
    assert advisor.post(f"/cases/{debtor}/contact/verdicts", data={}).status_code == 302
    db.session.rollback()
    assert len(verdicts_of(db.session(), debtor)) == 2
    early = text_of(advisor.get(f"/cases/{debtor}/contact/verdicts?as_of=2023-12-01").text)
    assert early.count("The rules of that day say the same.") == 2
    assert early.count("May the law help this person?") == 2
    assert "edition of Aug 4, 2023" in early
    before = text_of(advisor.get(f"/cases/{debtor}/contact/verdicts?as_of=2020-01-01").text)
    assert before.count("No rules were in force on that day.") == 2
    assert before.count("The law had no such route on that day.") == 2
    assert advisor.get(f"/cases/{debtor}/contact/verdicts?as_of=someday").status_code == 200


def test_the_law_is_replayed_on_the_answers_of_that_time(advisor: FlaskClient, debtor: int) -> None:
    """OP-22, C-4: what was answered since changes neither of the two verdicts once given."""
    pension = {"main_income_pension": "yes", "seizable_property": "no", "enforcement_document_age_months": "20"}
    save(advisor, debtor, sheet(debt("bank_loan", "250000"), **pension))
    save(advisor, debtor, sheet(debt("bank_loan", "250000"), **pension | {"seizable_property": "yes"}))
    save(advisor, debtor, sheet(debt("bank_loan", "250000"), **pension | {"seizable_property": "yes"}))
    assert len(verdicts_of(db.session(), debtor)) == 2, "other answers are another verdict, the same ones are not"
    words = text_of(advisor.get(f"/cases/{debtor}/contact/verdicts").text)
    assert words.count("The out-of-court route looks possible") == 1
    assert words.count("More has to be asked") == 1


def test_a_recommendation_offers_known_people_first(advisor: FlaskClient, borrower: int) -> None:
    """Finare step 1: a name we know is offered before a second person of that name is made."""
    with transaction(COMMAND) as ctx:
        jan = make.party(ctx, "Jan Kowalski", phone="600 111 222").id
    assert "Jan Kowalski" in advisor.get(f"/cases/{borrower}/contact/referrers?referrer_name=kowal").text
    form = {"source": "client_referral", "referrer_name": "Kowalski"}
    answer = advisor.post(f"/cases/{borrower}/contact/source", data=form)
    assert answer.status_code == 422
    assert "Jan Kowalski" in answer.text
    sent = advisor.post(f"/cases/{borrower}/contact/source", data=form | {"referrer_id": str(jan)})
    assert sent.status_code == 302
    assert db.session.get_one(Case, borrower).referrer_id == jan
    advisor.post(f"/cases/{borrower}/contact/source", data=form | {"referrer_id": "new"})
    db.session.rollback()
    assert len(db.session.scalars(select(Party).where(Party.name == "Kowalski")).all()) == 1
    assert advisor.post(f"/cases/{borrower}/contact/source", data={"source": "client_referral"}).status_code == 422
    assert advisor.post(f"/cases/{borrower}/contact/source", data={"source": "dream"}).status_code == 422


def test_c_19_a_known_client_s_figures_stand_in_the_new_case(
    advisor: FlaskClient, borrower: int, cast: make.Cast, browser: Callable[[str], FlaskClient]
) -> None:
    """C-19: income and instalments come with their day and case and are confirmed by one button; the instalment asked
    for is new, another currency is asked anew, and a colleague who may not see the first case learns nothing of it."""
    figures = {"income": "8 123,00", "obligations": "1 234,00", "instalment": "777,00", "currency": "PLN"}
    assert advisor.post(f"/cases/{borrower}/contact/affordability", data=figures).status_code == 302
    with transaction(COMMAND) as ctx:
        client = ctx.session.get_one(Party, ctx.session.get_one(Case, borrower).client_id)
        again = make.case(ctx, cast.advisor, client, amount=None).id
        euros = make.case(ctx, cast.advisor, client, amount=None, currency="EUR").id
        colleague = make.case(ctx, cast.colleague, client, amount=None).id
        number = ctx.session.get_one(Case, borrower).number
    html = advisor.get(f"/cases/{again}").text
    assert re.search(r'id="income"[^>]*value="8123\.00"', html)
    assert re.search(r'id="obligations"[^>]*value="1234\.00"', html)
    assert "777.00" not in html
    assert f"case {number}. Correct what changed, then check." in html
    assert "8123.00" not in advisor.get(f"/cases/{euros}").text
    assert "8123.00" not in browser("colleague").get(f"/cases/{colleague}").text
    kept = {"income": "8123.00", "obligations": "1234.00", "instalment": "", "currency": "PLN"}
    assert advisor.post(f"/cases/{again}/contact/affordability", data=kept).status_code == 302
    assert "Correct what changed" not in advisor.get(f"/cases/{again}").text


def test_notice_channel_and_affordability(advisor: FlaskClient, borrower: int) -> None:
    assert advisor.post(f"/cases/{borrower}/contact/notice", data={"channel": "phone"}).status_code == 302
    assert advisor.post(f"/cases/{borrower}/contact/channel", data={"channel": "phone"}).status_code == 302
    assert advisor.post(f"/cases/{borrower}/contact/channel", data={"channel": "email"}).status_code == 422
    figures = {"income": "8 000,00", "obligations": "2000", "instalment": "2 500", "currency": "PLN"}
    assert advisor.post(f"/cases/{borrower}/contact/affordability", data=figures).status_code == 302
    words = text_of(advisor.get(f"/cases/{borrower}").text)
    assert "4 500.00 is more than 4 000" in words
    assert "It warns and refers, it never refuses." in words
    assert advisor.post(f"/cases/{borrower}/contact/affordability", data=figures | {"income": "-1"}).status_code == 422


def test_the_queue_shows_a_doubt_to_its_role_only(
    advisor: FlaskClient, debtor: int, browser: Callable[[str], FlaskClient]
) -> None:
    """OP-07, DONE.md point 6: the rule editor answers the mortgage, the underwriter does not even see it."""
    save(advisor, debtor, sheet(debt("bank_loan", "250000"), debt("mortgage", "900000")))
    editor, underwriter = browser("editor"), browser("underwriter")
    assert "Иван Петров" in editor.get("/queue").text
    assert "Иван Петров" not in underwriter.get("/queue").text
    assert underwriter.get(f"/queue/{debtor}").status_code == 404
    assert advisor.get("/queue").status_code == 403
    page = text_of(editor.get(f"/queue/{debtor}").text)
    assert "The policy has no rule for mortgages." in page
    assert "Undecided: a person decides" in page
    manager = browser("manager").post(f"/queue/{debtor}", data={"answer": "approved", "reason": "ok"})
    assert manager.status_code == 403
    assert editor.post(f"/queue/{debtor}", data={"answer": "approved", "reason": ""}).status_code == 422
    sent = editor.post(f"/queue/{debtor}", data={"answer": "approved", "reason": "Only home, small balance"})
    assert sent.status_code == 302
    assert "Only home, small balance" in text_of(advisor.get(f"/cases/{debtor}").text)
    assert editor.get(f"/queue/{debtor}").status_code == 404
    assert db.session.get_one(Case, debtor).referred_to == ""


@pytest.mark.parametrize("who", ["colleague", "other_manager", "admin"])
def test_other_peoples_leads_do_not_exist(debtor: int, browser: Callable[[str], FlaskClient], who: str) -> None:
    client = browser(who)
    assert save(client, debtor, sheet(debt("bank_loan", "250000"))) == 404
    assert client.get(f"/cases/{debtor}/contact/verdicts").status_code == 404


def test_an_auditor_reads_and_changes_nothing(
    advisor: FlaskClient, debtor: int, browser: Callable[[str], FlaskClient]
) -> None:
    """OP-20."""
    save(advisor, debtor, sheet(debt("bank_loan", "250000")))
    auditor = browser("auditor")
    page = auditor.get(f"/cases/{debtor}")
    assert page.status_code == 200
    assert "Save the verdict" not in page.text
    assert save(auditor, debtor, sheet(debt("bank_loan", "10"))) == 403


def test_the_page_asks_a_constant_number_of_statements(advisor: FlaskClient, debtor: int) -> None:
    """PERFORMANCE.md: forty debts cost as many statements as one."""
    counted: list[int] = []

    def count(*_: Any) -> None:
        counted[-1] += 1

    event.listen(db.engine, "before_cursor_execute", count)
    for rows in (1, 1, 40):  # the first round signs the browser's session as seen
        counted.append(0)
        save(advisor, debtor, sheet(*[debt("bank_loan", "9000", creditor=f"Bank {n}") for n in range(rows)]))
        counted.append(0)
        assert advisor.get(f"/cases/{debtor}").status_code == 200
    event.remove(db.engine, "before_cursor_execute", count)
    assert counted[3] == counted[5]


def test_a_consented_lead_is_one_click_from_the_meeting(advisor: FlaskClient, debtor: int) -> None:
    """OP-02: after KVAL booking is one click; the manager's role does not matter for it."""
    save(advisor, debtor, sheet(debt("bank_loan", "250000")))
    html = advisor.get(f"/cases/{debtor}").text
    assert re.search(r'href="/cases/\d+/move\?to=meeting"[^>]*data-next="/cases/\d+/meeting#appointment"', html)
    assert Role.ADVISOR in make.PEOPLE[1][2]


def test_a_ruling_is_brought_beside_its_debt(advisor: FlaskClient, debtor: int) -> None:
    """OP-13: the slot appears with the kind; the file is kept with the row and survives the next save."""
    deal = debt("challenged_deal", "200 000", deal_invalid="yes", payment_ordered="yes")
    assert "bring the ruling here" in live(advisor, debtor, sheet(deal))
    assert save(advisor, debtor, sheet(deal)) == 302
    page = advisor.get(f"/cases/{debtor}/contact").text
    (place,) = re.findall(rf"/cases/{debtor}/contact/rulings/\d+", page)
    refused = advisor.post(place, data={"file": (io.BytesIO(b"MZ"), "ruling.exe")})
    assert refused.status_code == 422
    sent = advisor.post(place, data={"file": (io.BytesIO(pdf()), "ruling.pdf")})
    assert sent.status_code == 302
    page = advisor.get(f"/cases/{debtor}/contact").text
    assert "ruling.pdf" in page
    hidden = dict(re.findall(r'name="(debts-0-(?:line|ruling))"[^>]*value="(\d+)"', page))
    assert set(hidden) == {"debts-0-line", "debts-0-ruling"}
    assert "Bring another ruling" in live(advisor, debtor, sheet(deal) | hidden)
    assert save(advisor, debtor, sheet(deal) | hidden) == 302
    db.session.rollback()
    (line,) = db.session.scalars(select(DebtLine))
    assert line.ruling_id is not None


def test_screening_is_asked_never_blocks_and_a_yes_refers(advisor: FlaskClient, debtor: int) -> None:
    """DOMAIN A.4: conduct and an earlier insolvency; unanswered they only hint."""
    page = text_of(advisor.get(f"/cases/{debtor}/contact").text)
    assert "Was there an insolvency before?" in page
    assert "5 not asked" in page
    loan = debt("bank_loan", "400 000")
    assert "Qualified" in text_of(live(advisor, debtor, sheet(loan)))
    referred = text_of(live(advisor, debtor, sheet(loan, false_loan_data="yes")))
    assert "Undecided: a person decides" in referred
    assert "Clause 213.28 p. 4: Knowingly false data were given to get a loan." in referred
    assert "a court may refuse to free of debts" in referred
    soon = sheet(loan, earlier_insolvency="yes", years_since_insolvency="3", enforcement_closed_46_1_4="yes",
                 other_enforcement_open="no")  # fmt: skip
    assert "too short a time ago" in text_of(live(advisor, debtor, soon))
    assert save(advisor, debtor, sheet(loan, years_since_insolvency="-1")) == 422
