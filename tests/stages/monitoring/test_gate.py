"""The gate of the monitoring room: SPEC A0, Finare step 10, both profiles."""

from datetime import date

from advisor.domain.process import Profile
from advisor.stages.monitoring.gate import Facts, Task, gate

DAY = date(2026, 3, 2)
INVOICE = Task("invoice", "Invoice for the car", DAY, done=False)
PAID = Task("invoice", "Invoice for the car", DAY, done=True)


def codes(*tasks: Task, profile: Profile = Profile.FINANCING, ended: bool = False, unpaid: str = "") -> list[str]:
    facts = Facts(profile, ended, tasks, (unpaid,) if unpaid else ())
    return [finding.code for finding in gate(facts, DAY).blocking]


def test_neither_service_ended_nor_a_plan_blocks_and_one_click_opens() -> None:
    """SPEC A0: one click "service ended" (the default)."""
    assert codes() == ["monitoring.no_plan"]
    assert codes(ended=True) == []


def test_open_duties_and_the_unpaid_fee_block_while_the_service_goes_on() -> None:
    assert codes(INVOICE, unpaid="Success fee") == ["monitoring.duty_open", "monitoring.fee_unpaid"]
    assert codes(PAID) == []


def test_once_the_service_ended_the_rest_only_warns() -> None:
    facts = Facts(Profile.FINANCING, True, (INVOICE,), ("Success fee",))
    assert gate(facts, DAY).open
    assert [f.code for f in gate(facts, DAY).findings] == ["monitoring.duty_open", "monitoring.fee_unpaid"]


def test_debt_relief_goes_on_until_the_discharge() -> None:
    """SPEC A0 debt relief: monitoring = duties and dates of the procedure until discharge."""
    report = Task("report", "Report to the manager", DAY, done=True)
    assert codes(report, profile=Profile.DEBT_RELIEF) == ["monitoring.discharge_open"]
    done = Task("discharge", "Discharge by the court", DAY, done=True)
    assert codes(report, done, profile=Profile.DEBT_RELIEF) == []
