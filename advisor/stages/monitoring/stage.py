"""What the monitoring stage is, and the words of its findings, verbs and choices."""

from advisor.domain.process import Phase, Profile, Stage, StageKey
from advisor.domain.words import N_
from advisor.stages.monitoring.debits.stage import VERBS as DEBIT_VERBS
from advisor.stages.monitoring.watch.stage import VERBS as WATCH_VERBS

STAGE = Stage(
    key=StageKey.MONITORING,
    title=N_("Settlement and monitoring"),
    short=N_("Monitoring"),
    phase=Phase.CARE,
    follow_up_days=20,
    follow_up_text=N_("Check open conditions and duties"),
    target_days=90,
    inside=True,
    duties=(
        N_("Service ended, or open conditions and duties with dates"),
        N_("Our fee"),
    ),
)

FINDINGS: dict[str, str] = {
    "monitoring.no_plan": N_("Neither “service ended” nor any duty is noted."),
    "monitoring.duty_open": N_("A condition or duty is open."),
    "monitoring.discharge_open": N_("The discharge is not noted yet."),
    "monitoring.fee_unpaid": N_("Our fee is not paid."),
}

VERBS: dict[str, str] = {
    "monitoring.service_ended": N_("Service ended"),
    "monitoring.service_resumed": N_("Service goes on"),
    "monitoring.duty_added": N_("Duty noted"),
    "monitoring.duty_done": N_("Duty done"),
    "monitoring.duty_dropped": N_("Duty no longer needed"),
    "monitoring.fee_added": N_("Fee or commission noted"),
    "monitoring.fee_expected": N_("Fees expected by the agreement"),
    "monitoring.fee_changed": N_("Fee or commission changed"),
    **DEBIT_VERBS,
    **WATCH_VERBS,
}

DUTIES: dict[Profile, dict[str, str]] = {
    Profile.FINANCING: {
        "condition": N_("Condition of the decision"),
        "invoice": N_("Invoice"),
        "payment_claim": N_("Payment claim"),
        "tranche": N_("Tranche"),
        "insurance": N_("Insurance"),
        "report": N_("Report"),
        "indicator": N_("Indicator"),
        "instalment": N_("Instalment"),
    },
    Profile.DEBT_RELIEF: {
        "hearing": N_("Hearing"),
        "report": N_("Report to the court or manager"),
        "payment": N_("Payment of the plan"),
        "duty": N_("Duty of the procedure"),
        "discharge": N_("Discharge"),
    },
}
DUTY_TITLES: dict[str, str] = {code: title for titles in DUTIES.values() for code, title in titles.items()}

PAYMENTS = frozenset({"instalment", "payment"})
"""Duties with a plan of their own: the client is reminded the working day before, then they are watched (ES-16)."""
