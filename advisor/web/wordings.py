"""Letters in the settings: the words of every kind in every language, changed with a preview, taken back."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms.validators import DataRequired, Length

from advisor.domain.doors import ADMINS, allow
from advisor.domain.errors import Invalid, NotFound
from advisor.extensions import db
from advisor.records.wording import wording_of
from advisor.services import wording_book
from advisor.services.access import visible
from advisor.services.language import LANGUAGES
from advisor.services.letter_kinds import KINDS
from advisor.services.wording_book import NewWording
from advisor.services.wordings import Words
from advisor.web.kit.fields import LineField, ProseField
from advisor.web.kit.forms import HouseForm, accepted, once
from advisor.web.kit.now import now, today
from advisor.web.kit.page import page
from advisor.web.kit.who import actor

bp = Blueprint("wordings", __name__, url_prefix="/settings/letters")


class WordingForm(HouseForm):
    """The words of one letter."""

    subject = LineField(_l("Subject line"), [DataRequired(), Length(max=200)])
    text = ProseField(_l("Text"), [DataRequired(), Length(max=8000)], render_kw={"rows": 14})
    short = ProseField(_l("Short form for SMS and messenger"), [Length(max=480)], render_kw={"rows": 3})
    html = ProseField(_l("Own HTML (empty: made from the text)"), [Length(max=20000)], render_kw={"rows": 5})
    case = LineField(_l("Case number for the preview"), [Length(max=20)])

    @property
    def typed(self) -> NewWording:
        """What was typed."""
        return NewWording(self.subject.data, self.text.data, self.html.data, self.short.data)


@bp.get("")
@allow(ADMINS)
def index() -> tuple[str, int]:
    """All kinds in all languages."""
    return page("web/wordings/index.html", kinds=KINDS, languages=LANGUAGES, own=wording_book.own_kinds(db.session()))


@bp.route("/<kind>/<language>", methods=["GET", "POST"])
@allow(ADMINS)
def edit(kind: str, language: str) -> Response | tuple[str, int]:
    """Change the words; "try" shows them filled in and changes nothing."""
    if kind not in KINDS or language not in LANGUAGES:
        raise NotFound
    form, tried = WordingForm(), None
    if request.method == "GET":
        own = wording_of(db.session(), kind, language)
        words = own or wording_book.start_words(kind, language)
        form.subject.data, form.text.data, form.short.data = words.subject, words.text, words.short
        form.html.data = own.html if own else ""
        return _page(form, kind, language, None, 200)
    if form.validate_on_submit():
        try:
            if "try" in request.form:
                values = wording_book.preview_values(db.session(), kind, form.case.data, visible(actor(), today()))
                tried = wording_book.try_out(kind, values, form.typed, now())[0]
            elif accepted(form, lambda ctx: wording_book.save(ctx, kind, language, form.typed)):
                flash(gettext("Saved. The next letter uses these words."), "ok")
                return redirect(url_for("wordings.index"))
        except Invalid as problem:
            form.refuse(problem)
    return _page(form, kind, language, tried, 200 if tried else 422)


@bp.post("/<kind>/<language>/retire")
@allow(ADMINS)
def retire(kind: str, language: str) -> Response:
    """Back to the shipped words."""
    once(None, lambda ctx: {"done": wording_book.retire(ctx, kind, language)})
    flash(gettext("The shipped words are used again."), "ok")
    return redirect(url_for("wordings.index"))


def _page(form: WordingForm, kind: str, language: str, tried: Words | None, code: int) -> tuple[str, int]:
    about = KINDS[kind]
    has_own = (kind, language) in wording_book.own_kinds(db.session())
    return page("web/wordings/edit.html", code, form=form, kind=kind, language=language, about=about, tried=tried,
                language_title=LANGUAGES[language], has_own=has_own, places=["reader", *about.places])  # fmt: skip
