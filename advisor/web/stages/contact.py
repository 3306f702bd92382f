"""The contact room on screen: source, privacy notice, channel, and the pre-check of a financing case."""

from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from advisor.domain.catalogue import REFERRALS, Source
from advisor.domain.doors import CASE_WRITE, allow
from advisor.domain.process import Profile, StageKey
from advisor.extensions import db
from advisor.records.party import ConsentPurpose, Party, running_consent
from advisor.services.access import visible
from advisor.stages.contact import actions
from advisor.stages.contact.affordability.actions import Figures, check_affordability, figures_of, rules_of, weigh
from advisor.stages.contact.affordability.records import known_before, newest
from advisor.web.interview import Answer, channel_choices, interview_values
from advisor.web.kit.case_file import CaseFile
from advisor.web.kit.forms import HouseForm, MoneyField, VersionedForm, currency_field, short
from advisor.web.kit.now import today
from advisor.web.kit.room import act, show_room
from advisor.web.kit.show import word
from advisor.web.kit.stale import act_fresh
from advisor.web.kit.who import actor
from advisor.web.verdicts import affordability_reasons, affordability_title, edition

bp = Blueprint("room_contact", __name__, url_prefix="/cases/<int:case_id>/contact")

NEW = "new"
"""Stands for "none of these" in the choice of a referrer."""


class SourceForm(VersionedForm):
    """Where the lead comes from; a recommendation names who gave it."""

    source = RadioField(_l("Source"), [InputRequired()],
                        choices=lambda: [(str(key), word(key)) for key in Source], id="source-choice")  # fmt: skip
    referrer_name = short(_l("Who recommended us"))
    referrer_id = RadioField(_l("Somebody we know?"), validate_choice=False)
    campaign = short(_l("Campaign"))

    def offer(self, found: list[Party]) -> None:
        """Offer the parties that are called like that."""
        rows = [(str(party.id), ", ".join(x for x in (party.name, party.city) if x)) for party in found]
        self.referrer_id.choices = [*rows, (NEW, gettext("None of these: a new person"))] if rows else []


class NoticeForm(HouseForm):
    """How the privacy notice was given."""

    channel = SelectField(_l("Given"), choices=channel_choices, id="notice-channel")


class ChannelForm(HouseForm):
    """Which channel reaches the client."""

    channel = SelectField(
        _l("Channel"), choices=lambda: [(code, word(code)) for code in actions.CHANNELS], id="channel-choice"
    )


class FiguresForm(HouseForm):
    """Monthly figures of the household."""

    income = MoneyField(_l("Net income a month"))
    obligations = MoneyField(_l("Instalments due a month"))
    instalment = MoneyField(_l("Instalment asked for"))
    currency = currency_field()

    @property
    def figures(self) -> Figures:
        """The typed figures for the use case."""
        return Figures(self.income.data, self.obligations.data, self.instalment.data, self.currency.data)


def room(file: CaseFile) -> dict[str, Any]:
    """What the room's template shows."""
    session, case = db.session(), file.case
    source = SourceForm(formdata=None, source=case.source, campaign=case.campaign, version=str(case.version))
    referrer = session.get(Party, case.referrer_id) if case.referrer_id else None
    source.referrer_name.data = referrer.name if referrer else ""
    source.offer([referrer] if referrer else [])
    source.referrer_id.data = str(referrer.id) if referrer else None
    values = {
        "source": source, "referrer": referrer, "notice": NoticeForm(formdata=None),
        "channel": ChannelForm(formdata=None, channel=file.client.preferred_channel),
        "given": running_consent(session, file.client.id, ConsentPurpose.PRIVACY_NOTICE),
    }  # fmt: skip
    return values | (interview_values(file) if case.profile is Profile.DEBT_RELIEF else _ability(file))


@bp.post("/source")
@allow(CASE_WRITE)
def note_source(case_id: int) -> Answer:
    """Note the source. A typed name that we know is offered before a second person of that name is made."""
    form = SourceForm()
    found = _matches(form)
    form.offer(found)
    typed = (form.referrer_name.data or "").strip()
    if form.source.data in {str(key) for key in REFERRALS} and typed and found and not form.referrer_id.data:
        form.referrer_id.errors = [gettext("Choose one of them, or a new person.")]
        form.form_errors.append(gettext("People of that name are known already."))
        return show_room(StageKey.CONTACT, 422, source=form)
    return act_fresh(StageKey.CONTACT, case_id, form, "source", lambda ctx: actions.note_source(
        ctx, case_id, actions.SourceNote(
            Source(form.source.data), _chosen(form), typed, form.campaign.data or "", form.seen)))  # fmt: skip


@bp.get("/referrers")
@allow(CASE_WRITE)
def referrers(case_id: int) -> Answer:
    """The choice of known people while one types a name: a fragment."""
    form = SourceForm(formdata=None)
    form.offer(actions.like_named(db.session(), request.args.get("referrer_name", "")[:200]))
    return render_template("web/stages/contact/referrers.html", source=form), 200


@bp.post("/notice")
@allow(CASE_WRITE)
def give_notice(case_id: int) -> Answer:
    """Note that the privacy notice was given."""
    form = NoticeForm()
    return act(StageKey.CONTACT, case_id, form, "notice",
               lambda ctx: actions.give_notice(ctx, case_id, form.channel.data))  # fmt: skip


@bp.post("/channel")
@allow(CASE_WRITE)
def verify_channel(case_id: int) -> Answer:
    """Note that a channel reaches the client."""
    form = ChannelForm()
    return act(StageKey.CONTACT, case_id, form, "channel",
               lambda ctx: actions.verify_channel(ctx, case_id, form.channel.data))  # fmt: skip


@bp.post("/affordability")
@allow(CASE_WRITE)
def affordability(case_id: int) -> Answer:
    """Check whether the instalment can be carried: warns and refers, never refuses."""
    form = FiguresForm()
    return act(StageKey.CONTACT, case_id, form, "figures",
               lambda ctx: check_affordability(ctx, case_id, form.figures))  # fmt: skip


def _carried(file: CaseFile) -> dict[str, Any]:
    """The form of the first pre-check: a known client's income and instalments stand in it with their day (C-19)."""
    carried = known_before(db.session(), file.case, visible(actor(), today()))
    earlier = carried[0] if carried else None
    form = FiguresForm(
        formdata=None, currency=file.case.currency, income=earlier.income if earlier else None,
        obligations=earlier.obligations if earlier else None,
    )  # fmt: skip
    for field in (form.income, form.obligations, form.instalment):
        field.shown_currency = file.case.currency
    return {"figures": form, "check": None, "carried": carried}


def _matches(form: SourceForm) -> list[Party]:
    session = db.session()
    found = actions.like_named(session, form.referrer_name.data or "")
    chosen = _chosen(form)
    known = session.get(Party, chosen) if chosen is not None else None
    return found if known is None or known in found else [known, *found]


def _chosen(form: SourceForm) -> int | None:
    text = form.referrer_id.data or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _ability(file: CaseFile) -> dict[str, Any]:
    """The newest pre-check of a financing case with its answer in words, and the form for the next."""
    session = db.session()
    found = newest(session, file.case.id)
    if found is None:
        return _carried(file)
    check, review = found
    form = FiguresForm(formdata=None, obj=check)
    for field in (form.income, form.obligations, form.instalment):
        field.shown_currency = check.currency
    answer = weigh(figures_of(check), rules_of(session, check))
    return {
        "figures": form, "check": check, "review": review, "carrying": affordability_title(answer),
        "reasons": affordability_reasons(answer), "rules": edition(rules_of(session, check)),
    }  # fmt: skip
