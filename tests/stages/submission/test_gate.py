"""The gate of the submission room: lines of SPEC A0, Finare step 7."""

from datetime import date, timedelta

from advisor.stages.submission.gate import Facts, Filing, Signature, gate
from advisor.stages.submission.records import frozen_hash
from advisor.stages.submission.stage import FINDINGS

TODAY = date(2026, 3, 2)
SIGNED = Signature("Application form", "Zofia Wójcik", signed=True)
FILED = Filing("Example Bank", counts=True, has_reference=True)


def codes(facts: Facts, *, blocking: bool = True) -> list[str]:
    return [finding.code for finding in gate(facts, TODAY).findings if finding.blocking is blocking]


def test_an_empty_room_blocks_for_the_list_and_the_filing() -> None:
    """SPEC A0: who-signs-what list complete; date, institution, channel."""
    assert codes(Facts()) == ["submission.signing_list_empty", "submission.not_filed"]


def test_each_missing_signature_is_named() -> None:
    unsigned = [Signature("Data sheet", "Zofia", signed=False), Signature("Declaration", "Jan", signed=False)]
    verdict = gate(Facts((SIGNED, *unsigned), (FILED,)), TODAY)
    assert [(f.code, f.subject) for f in verdict.findings] == [
        ("submission.signature_missing", "Data sheet: Zofia"), ("submission.signature_missing", "Declaration: Jan"),
    ]  # fmt: skip
    assert all(finding.action == "signing" for finding in verdict.findings)


def test_a_missing_reference_only_warns_and_a_named_clerk_is_proof() -> None:
    """SPEC A0: reference number (reminder in three days; a named clerk is proof)."""
    bare = Filing("Example Bank", counts=True, has_reference=False)
    assert gate(Facts((SIGNED,), (bare,)), TODAY).open
    assert codes(Facts((SIGNED,), (bare,)), blocking=False) == ["submission.reference_missing"]
    clerk = Filing("Example Bank", counts=True, has_reference=False, has_clerk=True)
    assert not gate(Facts((SIGNED,), (clerk,)), TODAY).findings


def test_after_a_refusal_only_a_new_filing_counts() -> None:
    """Finare step 9: "try institution B" comes back here and has to file again."""
    old = Filing("Bank A", counts=False, has_reference=True)
    assert codes(Facts((SIGNED,), (old,))) == ["submission.not_filed"]
    assert gate(Facts((SIGNED,), (old, FILED)), TODAY).open


def test_the_frozen_hash_knows_every_file_whatever_the_order() -> None:
    assert frozen_hash(["b", "a"]) == frozen_hash(["a", "b"])
    assert frozen_hash(["a"]) != frozen_hash(["a", "b"])
    assert len(frozen_hash([])) == 64


def test_every_finding_has_its_sentence() -> None:
    everything = Facts((Signature("a", "b", signed=False),), ())
    over = codes(Facts(mandate_last=TODAY - timedelta(days=1)), blocking=False)
    assert codes(Facts(mandate_last=TODAY), blocking=False) == []
    shown = {*codes(Facts()), *codes(everything), *over, "submission.reference_missing"}
    assert shown == FINDINGS.keys()
