"""A pack proves itself: the worked cases it carries, run through the engine (C-3)."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from advisor.domain.debts.affordability import RatioLimits, afford, loan_facts_from_json
from advisor.domain.debts.decision import line_out
from advisor.domain.debts.extrajudicial import HintRules, LegalHint, facts_from_json, hint
from advisor.domain.debts.pack import Example, JsonObject, RulePack
from advisor.domain.debts.prequalify import prequalify
from advisor.domain.debts.reading import lead_from_json
from advisor.domain.debts.thresholds import InputProblem, Thresholds, with_overrides

JsonAnswer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that comes out differently: what it expects and what the rules answer now."""

    example: Example
    answer: JsonObject | None


def verify_pack(pack: RulePack[Any]) -> list[str]:
    """The ids of the pack's examples that do not come out as written; a pack with any may not be activated."""
    return [failure.example.id for failure in failures(pack)]


def failures(pack: RulePack[Any]) -> tuple[Failure, ...]:
    """The failing examples with the answer the pack gives now (None: facts refused), for the editor to judge."""
    answers = ((example, _answer(pack, example)) for example in pack.examples)
    return tuple(Failure(example, answer) for example, answer in answers if not _agrees(example, answer))


def restate(pack: RulePack[Any], confirmed: Collection[str]) -> RulePack[Any]:
    """The pack with the examples a person confirmed, by id, expecting what the new rules answer."""
    now = {failure.example.id: failure.answer for failure in failures(pack) if failure.example.id in confirmed}
    return replace(
        pack,
        examples=tuple(
            replace(example, expected={field: answer[field] for field in example.expected})
            if (answer := now.get(example.id)) is not None
            else example
            for example in pack.examples
        ),
    )


def prequalify_json(source: JsonObject, pack: RulePack[Thresholds]) -> JsonAnswer:
    """The OP-1 answer to `{"config", "lead"}` in plain JSON values; InputProblem for bad facts or settings."""
    rules = with_overrides(pack.rules, source.get("config", {}))
    edition = pack if rules is pack.rules else replace(pack, rules=rules)
    return line_out(prequalify(lead_from_json(source.get("lead")), edition))


def hint_json(source: JsonObject, pack: RulePack[HintRules]) -> JsonAnswer:
    """The legal hint on `{"input"}` as `{"possible", "why"}`; InputProblem for bad facts."""
    answer = hint(facts_from_json(source.get("input")), pack)
    return {"possible": answer.possible, "why": list(answer.why)}


def _answer(pack: RulePack[Any], example: Example) -> JsonAnswer | None:
    run = next(run for rules, run in _RUNNERS if isinstance(pack.rules, rules))
    try:
        return run(pack, example)
    except InputProblem:
        return None


def _agrees(example: Example, answer: JsonAnswer | None) -> bool:
    """Lists of codes are sets in the worked cases; their order has no meaning."""
    return answer is not None and all(
        sorted(answer[field]) == sorted(value) if isinstance(value, list) else answer[field] == value
        for field, value in example.expected.items()
    )


def _op1(pack: RulePack[Any], example: Example) -> JsonAnswer:
    return prequalify_json(example.given, pack)


def _hint(pack: RulePack[Any], example: Example) -> JsonAnswer:
    answer: LegalHint = hint(facts_from_json(example.given), pack)
    return {"possible": answer.possible, "why": list(answer.why), "mortgage_route": answer.mortgage_route}


def _ratio(pack: RulePack[Any], example: Example) -> JsonAnswer:
    answer = afford(loan_facts_from_json(example.given), pack)
    return {"outcome": answer.outcome.value, "reasons": [reason.code for reason in answer.reasons]}


_RUNNERS: tuple[tuple[type, Callable[[RulePack[Any], Example], JsonAnswer]], ...] = (
    (Thresholds, _op1),
    (HintRules, _hint),
    (RatioLimits, _ratio),
)
