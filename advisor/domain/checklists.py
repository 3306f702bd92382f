"""The document catalogue: what a product asks of a client type, under which condition, and how long a paper is good.

Read from `checklists.json` beside this file (DOMAIN part D): 85 documents with names in three languages, 421
requirements. Pure: the answers of a case go in, the requirements that hold for it come out.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from advisor.domain.outreach.working_days import add_working_days

_FILE = Path(__file__).with_name("checklists.json")
PER_DOCUMENT = frozenset({"ask", "institution_asks"})
"""Condition codes that are asked for each document by itself."""
FORMS = frozenset(
    {
        "APPLICATION",
        "GRANT_APPLICATION",
        "BUSINESS_PLAN",
        "DE_MINIMIS_FORM",
        "RU_PETITION",
        "RU_MFC_APPLICATION",
    }
)
"""Papers we prepare ourselves: they have to stand before the pack leaves the documents room (Finare step 6)."""


class NeededBy(StrEnum):
    """For which moment a paper is needed: it is checked against that day."""

    SIGNING = "signing"
    FILING = "filing"
    DISBURSEMENT = "disbursement"


@dataclass(frozen=True, slots=True)
class Document:
    """One kind of paper. `validity_days` (or working days) count from its issue; None means no limit of its own."""

    code: str
    names: Mapping[str, str]
    issued_by: str
    validity_days: int | None = None
    working_days: int | None = None
    kind: str = "document"

    def name(self, language: str) -> str:
        """Its name in a language, with a capital; the English one where there is none."""
        said = self.names.get(language) or self.names["en"]
        return said[:1].upper() + said[1:]


@dataclass(frozen=True, slots=True)
class Requirement:
    """A product asks a client type for a document, always or on a condition."""

    document: Document
    mandatory: bool
    needed_by: NeededBy
    ordered_by: str
    condition_code: str
    condition: str

    @property
    def question(self) -> str:
        """Key of the question that switches it on; empty when it always holds."""
        if self.condition_code in PER_DOCUMENT:
            return f"{self.condition_code}:{self.document.code}"
        return self.condition_code

    @property
    def binding(self) -> bool:
        """True when the paper must be there once the requirement holds: what a condition switches on is needed."""
        return self.mandatory or bool(self.condition_code)


@dataclass(frozen=True, slots=True)
class Question:
    """Something about the case that decides on papers. What only an institution may want need not be answered."""

    key: str
    code: str
    document: Document | None
    condition: str

    @property
    def must_be_answered(self) -> bool:
        """True for facts of the case; False for what is off unless the chosen institution wants it."""
        return self.code != "institution_asks"


def document(code: str) -> Document | None:
    """The document with this code."""
    return _catalogue()[0].get(code)


def documents() -> tuple[Document, ...]:
    """Every document of the catalogue."""
    return tuple(_catalogue()[0].values())


def requirements(product: str, client_type: str) -> tuple[Requirement, ...]:
    """Everything the catalogue knows for a product and client type, in its order; empty when it knows none.

    A sole trader of any taxation falls back to the plain sole trader where the product does not tell them apart.
    """
    table = _catalogue()[1]
    plain = "sole_trader" if client_type.startswith("sole_trader") else client_type
    return table.get((product, client_type)) or table.get((product, plain), ())


def questions(product: str, client_type: str) -> tuple[Question, ...]:
    """The questions to be asked for a product and client type, each once."""
    found: dict[str, Question] = {}
    for each in requirements(product, client_type):
        if each.question:
            single = each.document if each.condition_code in PER_DOCUMENT else None
            found.setdefault(each.question, Question(each.question, each.condition_code, single, each.condition))
    return tuple(found.values())


def holding(product: str, client_type: str, answers: Mapping[str, bool]) -> tuple[Requirement, ...]:
    """The requirements that hold for a case: the unconditional ones and those whose question was answered yes."""
    return tuple(r for r in requirements(product, client_type) if not r.question or answers.get(r.question) is True)


def last_good_on(paper: Document, issued_on: date | None, country: str, limit: int | None = None) -> date | None:
    """The last day a paper issued on `issued_on` is good; None when nothing limits it. `limit` overrides its days."""
    if issued_on is None:
        return None
    if limit is None and paper.working_days is not None:
        return add_working_days(issued_on, paper.working_days, country)
    days = paper.validity_days if limit is None else limit
    return None if days is None else issued_on + timedelta(days=days)


def earliest_issue_on(paper: Document, needed_on: date, country: str, limit: int | None = None) -> date | None:
    """The first issue day that is still good on the day it is needed; None when nothing limits it."""
    if limit is None and paper.working_days is not None:
        return add_working_days(needed_on, -paper.working_days, country)
    days = paper.validity_days if limit is None else limit
    return None if days is None else needed_on - timedelta(days=days)


@lru_cache(maxsize=1)
def _catalogue() -> tuple[dict[str, Document], dict[tuple[str, str], tuple[Requirement, ...]]]:
    read: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    papers = {
        row["code"]: Document(
            row["code"], row["names"], row["issued_by"], row["validity_days"], row.get("validity_working_days"),
            "form" if row["code"] in FORMS else row["kind"],
        )
        for row in read["documents"]
    }  # fmt: skip
    table: dict[tuple[str, str], tuple[Requirement, ...]] = {}
    for row in read["requirements"]:
        key = (row["product"], row["client_type"])
        made = Requirement(
            papers[row["document"]], row["mandatory"], NeededBy(row["needed_by"]), row["ordered_by"],
            row["condition_code"], row["condition"],
        )  # fmt: skip
        table[key] = (*table.get(key, ()), made)
    return papers, table
