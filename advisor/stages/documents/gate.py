"""What lets a case leave the documents room (SPEC A0; Finare step 6): a pack that is good on the planned filing day."""

from dataclasses import dataclass
from datetime import date

from advisor.domain.process import Finding, Verdict
from advisor.stages.documents.desk.gate import ItemFact, trouble


@dataclass(frozen=True, slots=True)
class Facts:
    """What the gate looks at; `open_questions` are the names of questions nobody has answered."""

    built: bool = False
    planned_filing_on: date | None = None
    open_questions: tuple[str, ...] = ()
    items: tuple[ItemFact, ...] = ()
    differences: tuple[str, ...] = ()  # pairs of values that nobody has explained


def gate(facts: Facts, today: date) -> Verdict:
    """Each binding paper for filing accepted and good on the planned day, forms prepared, questions answered.

    What is needed later (signing, disbursement) only warns: it is a dated promise. Sources that differ are resolved or
    explained (CN-05).
    """
    if not facts.built:
        return Verdict((Finding("documents.list_missing", action="build"),))
    found = [Finding("documents.question_open", name, action="questions") for name in facts.open_questions]
    if facts.planned_filing_on is None:
        found.append(Finding("documents.filing_day_missing", action="filing-day"))
    elif facts.planned_filing_on < today:
        found.append(Finding("documents.filing_day_past", action="filing-day"))
    for item in facts.items:
        code = trouble(item, facts.planned_filing_on)
        if code:
            blocking = item.form or item.needed_by == "filing"
            shown = code if blocking else "documents.item_later"
            found.append(Finding(shown, item.name, blocking, action=f"item-{item.id}"))
    found += [Finding("documents.fact_differs", pair, action="facts") for pair in facts.differences]
    return Verdict(tuple(found))
