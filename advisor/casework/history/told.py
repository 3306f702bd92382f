"""How the history of a case says things: in the firm's language, on the firm's clock, codes as words."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from advisor.domain import catalogue, checklists, closing
from advisor.domain.debts.message import Message
from advisor.domain.process import StageKey
from advisor.papers.history import Happening
from advisor.papers.pages import reader
from advisor.records.staff import firm
from advisor.services import words
from advisor.services.language import say, written_day
from advisor.services.language import tell as tell_message
from advisor.services.parties import COUNTRY_LANGUAGES
from advisor.stages.plan import BY_KEY, FINDING_TITLES

CODES: dict[str, str] = {
    **FINDING_TITLES,
    **{product.code: product.title for product in catalogue.PRODUCTS},
    **{code: title for rows in closing.REASONS.values() for code, title in rows},
    **words.CODE_TITLES,
}
PAPERS = {paper.name("en").casefold(): paper for paper in checklists.documents()}


@dataclass(frozen=True, slots=True)
class Teller:
    """The firm's language and clock."""

    language: str
    zone: ZoneInfo

    @classmethod
    def of(cls, session: Session) -> "Teller":
        """The language of the firm's country, English where the house does not speak it."""
        house = firm(session)
        return cls(COUNTRY_LANGUAGES.get(house.country, "en"), ZoneInfo(house.time_zone))

    def say(self, text: str, **values: object) -> str:
        """A marked English text."""
        return say(self.language, text, **values)

    def tell(self, message: Message) -> str:
        """A sentence of the law."""
        return tell_message(self.language, message)

    def code(self, code: str) -> str:
        """A code of the house as words; what somebody typed stays as typed."""
        return self.say(CODES[code]) if code in CODES else code

    def subject(self, text: str) -> str:
        """What a finding is about: a paper of the catalogue by its name, else a code or typed words."""
        paper = PAPERS.get(text.casefold())
        return paper.name(self.language) if paper else self.code(text)

    def stage(self, key: StageKey) -> str:
        """A stage by its short title."""
        return self.say(BY_KEY[key].stage.short)

    def who(self, name: str) -> str:
        """Who did something: a person by name; the client, the program and the command line in words."""
        kind = name.partition(":")[0]
        return self.say(words.DOERS[kind]) if kind in words.DOERS else name

    def moment(self, at: datetime) -> tuple[date, str]:
        """Day and time of day at the firm's place."""
        here = at.astimezone(self.zone)
        return here.date(), f"{here:%H:%M}"

    def written(self, at: datetime) -> str:
        """A moment within a sentence."""
        on, time = self.moment(at)
        return f"{self.day(on)}, {time}"

    def day(self, on: date) -> str:
        """A day within a sentence, as papers write it."""
        return written_day(on, "long", reader(self.language))

    def happening(self, at: datetime, what: str, who: str, *lines: str) -> Happening:
        """One thing that happened; empty lines are left out."""
        on, time = self.moment(at)
        return Happening(on=on, time=time, what=what, lines=tuple(line for line in lines if line), who=self.who(who))
