"""The gallery's makers: a bare Jinja environment and believable values, so that components render without the app."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    Form,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    validators,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from tests.web.paths import TEMPLATES

Row = dict[str, Any]

PHASES = (("acquire", "Acquire"), ("agree", "Agree"), ("process", "Process"), ("care", "Care"))
KEYS: tuple[str, ...] = ("contact", "meeting", "analysis", "offer", "contract", "documents")
KEYS += ("submission", "tracking", "decision", "monitoring", "support", "referrals")
TITLES = {
    "en": tuple(key.title() for key in KEYS),
    "pl": (
        *("Kontakt", "Spotkanie", "Analiza", "Oferta wstępna", "Umowa doradcza", "Dokumenty"),
        *("Złożenie wniosku", "Śledzenie", "Decyzja", "Monitorowanie", "Wsparcie", "Rekomendacje"),
    ),
    "ru": (
        *("Контакт", "Встреча", "Анализ", "Предложение", "Договор", "Документы"),
        *("Подача заявки", "Отслеживание", "Решение", "Мониторинг", "Сопровождение", "Рекомендации"),
    ),
}
PEOPLE = (
    ("Zofia Wójcik", "pl"),
    ("Иван Смирнов", "ru"),
    ("Łukasz Szymański", "pl"),
    ("María Núñez", "es"),
    ("陳大文", "zh"),
    ("Przedsiębiorstwo Handlowo-Usługowe „Wschód-Zachód” sp. z o.o. sp. k.", "pl"),
    ("ООО «Вектор»", "ru"),
)
KINDS = (("Loan", "info"), ("Lease", "violet"), ("EU grant", "ok"), ("Debt relief", "warn"))
DUES = (
    ("Overdue 3 d", "bad"),
    ("Today", "warn"),
    ("In 2 d", "neutral"),
    ("Po terminie 12 dni", "bad"),
    ("In 9 d", "neutral"),
)
AMOUNTS = ("64 000 zł", "1 250 000 zł", "310 000 zł", "45 000 ₽", "12 600 000,00 zł")


class SampleForm(Form):
    """One field of every kind the house uses."""

    name = StringField("Client's name", [validators.InputRequired()])
    phone = StringField("Phone", description="Any format; the country is taken from the number.")
    amount = DecimalField("Amount", [validators.InputRequired()])
    filed_on = DateField("Planned filing day", [validators.Optional()])
    product = SelectField(
        "Product", choices=[SelectChoice("loan", "Investment loan"), SelectChoice("lease", "Operating lease")]
    )
    place = RadioField(
        "Place of the meeting", choices=[SelectChoice("ours", "Our office"), SelectChoice("seat", "Client's seat")]
    )
    consent = BooleanField("The client agrees to be called about this case")
    note = TextAreaField("Note", description="What was agreed, in the client's words.")


def environment() -> Environment:
    """A strict environment holding the four globals the macros rely on, with English as written."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, extensions=["jinja2.ext.i18n"]
    )
    made.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(static=lambda path: f"/static/{path}", csrf_token=lambda: "token")
    return made


def stages(lang: str) -> list[Row]:
    """The twelve stages with their phase, in order."""
    return [
        {"key": key, "no": i + 1, "title": TITLES[lang][i], "phase": PHASES[i // 3][0]} for i, key in enumerate(KEYS)
    ]


def cards() -> list[Row]:
    """Thirty cases spread over the stages as on a working day."""
    owners = ({"initials": "KM", "name": "Karolina Mazur"}, {"initials": "AP", "name": "Adam Pawlak"})
    made = []
    for i in range(30):
        (name, lang), (kind, tone), (words, due_tone) = PEOPLE[i % 7], KINDS[i % 4], DUES[i % 5]
        made.append(
            {"id": i, "number": f"2026-{100 + i:06}", "name": name, "lang": lang, "href": "#case", "kind": kind}
            | {"kind_tone": tone, "amount": AMOUNTS[i % 5], "done": i % 6, "total": 7 if i % 5 else 0}
            | {"due": {"text": words, "tone": due_tone, "at": "2026-11-19"}, "owner": owners[i % 2]}
            | {"move_href": "/move", "stage": KEYS[i * i % 11]}
        )
    return made


def board(lang: str) -> tuple[list[Row], list[Row]]:
    """The rail's phases and the board's columns, each column with its cards."""
    columns = []
    for stage in stages(lang):
        held = [card for card in cards() if card["stage"] == stage["key"]]
        columns.append(stage | {"cases": len(held), "sums": ["2 545 000 zł", "45 000 ₽"] if held else [], "held": held})
    phases = []
    for key, title in PHASES:
        cells = [
            {"no": c["no"], "title": c["title"], "href": f"#stage-{c['key']}", "cases": c["cases"]}
            | {"late": sum(card["due"]["tone"] == "bad" for card in c["held"]), "current": False}
            for c in columns
            if c["phase"] == key
        ]
        phases.append({"key": key, "title": title, "stages": cells})
    return phases, columns


def steps(lang: str, now: int) -> list[Row]:
    """The stepper of a case standing in stage number `now`; stage 3 was not needed."""
    states = ["done" if s["no"] < now else "now" if s["no"] == now else "next" for s in stages(lang)]
    states[2] = "skipped"
    return [s | {"state": state, "href": "#step"} for s, state in zip(stages(lang), states, strict=True)]


def context(theme: str = "system", lang: str = "en", page: str = "") -> Row:
    """Everything a gallery page asks for, layout variables included."""
    sent = {"b-amount": "twelve", "b-note": "Agreed to call back", "b-place": "ours", "b-consent": "y"}
    broken = SampleForm(MultiDict(sent), prefix="b-")
    broken.validate()
    labels = {"Today": "home", "Board": "layout-kanban", "Cases": "users", "Follow-ups": "calendar-due"}
    labels |= {"Reports": "trending-up", "Audit": "history"}
    nav = [
        SimpleNamespace(href=f"/{k.lower()}", icon=v, label=k, current=k == page, count=7 if k == "Follow-ups" else 0)
        for k, v in labels.items()
    ]
    phases, columns = board(lang)
    return {
        "lang": lang,
        "theme": theme,
        "me": SimpleNamespace(name="Karolina Mazur", initials="KM", roles=["advisor"], language=lang, theme=theme),
        "nav": nav,
        "bell": 3,
        "health": None,
        "flashes": [],
        "form": SampleForm(),
        "broken": broken,
        "sought": SampleForm(prefix="f-"),
        "phases": phases,
        "columns": columns,
        "steps": steps(lang, 6),
    }
