"""The terms a checklist is built from: the shipped requirements, changed by the firm, then by the institution."""

from dataclasses import dataclass
from enum import StrEnum

from advisor.domain.checklists import NeededBy
from advisor.stages.documents.desk.gate import WantedAs


class Asking(StrEnum):
    """Whether a paper is asked for."""

    MUST = "must"
    MAY = "may"
    OFF = "off"


class Whom(StrEnum):
    """Who has to bring a paper: the client alone, everybody who applies or answers for the debt, or who represents."""

    CLIENT = "client"
    APPLICANTS = "applicants"
    GUARANTORS = "guarantors"
    EVERYBODY = "everybody"
    REPRESENTATIVE = "representative"


@dataclass(frozen=True, slots=True)
class Term:
    """One paper as a list asks for it. `limit_days` is None where the catalogue's own validity holds."""

    document: str
    mandatory: bool
    needed_by: NeededBy
    ordered_by: str
    whom: Whom = Whom.CLIENT
    wanted_as: WantedAs = WantedAs.SCAN
    limit_days: int | None = None
    copies: int = 1
    months: int = 0
    form: bool = False
    reason: str = ""
