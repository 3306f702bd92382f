"""Stages, gates and moves: facts in, verdict out (Finare's twelve steps; SPEC A0, A2)."""

from dataclasses import dataclass
from enum import StrEnum

from advisor.domain.words import N_


class StageKey(StrEnum):
    """The twelve rooms in order. SUPPORT is a parallel lane: no case stands there waiting."""

    CONTACT = "contact"
    MEETING = "meeting"
    ANALYSIS = "analysis"
    OFFER = "offer"
    CONTRACT = "contract"
    DOCUMENTS = "documents"
    SUBMISSION = "submission"
    TRACKING = "tracking"
    DECISION = "decision"
    MONITORING = "monitoring"
    SUPPORT = "support"
    REFERRALS = "referrals"


class Phase(StrEnum):
    """The twelve stages fold into four phases of three on screen."""

    ACQUIRE = "acquire"
    AGREE = "agree"
    PROCESS = "process"
    CARE = "care"


class Profile(StrEnum):
    """Which gate lines, papers, questions and requirements apply to a case (SPEC A0)."""

    FINANCING = "financing"
    DEBT_RELIEF = "debt_relief"


class Status(StrEnum):
    """The second axis of a case, beside its stage."""

    ACTIVE = "active"
    ON_HOLD = "on_hold"
    CLOSED = "closed"


class Outcome(StrEnum):
    """How a closed case ended. REFUSED is OP-1's 'Refusal. Deal closed'."""

    COMPLETED = "completed"  # the service was delivered
    REFUSED = "refused"  # we do not take the case (OP-18, OP-19)
    DECLINED = "declined"  # the client does not want it
    REJECTED = "rejected"  # every institution said no and there is no remedy
    UNREACHABLE = "unreachable"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Stage:
    """What a stage is: titles (marked for translation), its phase and its default rhythm.

    `follow_up_days` are working days of the client's country after entering the stage, or of the firm's where the
    work is done `inside` the firm without a word to the client; `target_days` is how long a case usually may stand
    here before it is shown as stalled.
    """

    key: StageKey
    title: str
    short: str
    phase: Phase
    follow_up_days: int
    follow_up_text: str
    target_days: int
    duties: tuple[str, ...] = ()
    inside: bool = False

    @property
    def number(self) -> int:
        """1 to 12."""
        return ORDER.index(self.key) + 1


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark of a gate. `action` is the anchor in the room's page where it is cleared."""

    code: str
    subject: str = ""
    blocking: bool = True
    overridable: bool = True
    action: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """All findings of a gate."""

    findings: tuple[Finding, ...] = ()

    @property
    def open(self) -> bool:
        """True when nothing blocks."""
        return not any(f.blocking for f in self.findings)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that block."""
        return tuple(f for f in self.findings if f.blocking)

    @property
    def overridable(self) -> bool:
        """True when a manager may override every blocking finding."""
        return all(f.overridable for f in self.blocking)


ORDER: tuple[StageKey, ...] = tuple(StageKey)
LINE: tuple[StageKey, ...] = tuple(key for key in ORDER if key is not StageKey.SUPPORT)
"""The main line: after monitoring (10) come referrals (12); support (11) runs beside it."""

RETURNS: frozenset[tuple[StageKey, StageKey]] = frozenset(
    {
        (StageKey.ANALYSIS, StageKey.MEETING),  # a second meeting is needed
        (StageKey.OFFER, StageKey.ANALYSIS),  # the figures changed
        (StageKey.CONTRACT, StageKey.OFFER),  # negotiation ends in a new offer
        (StageKey.DOCUMENTS, StageKey.OFFER),
        (StageKey.SUBMISSION, StageKey.DOCUMENTS),  # a paper went stale before filing
        (StageKey.TRACKING, StageKey.DOCUMENTS),  # the institution asks for supplements (Finare step 8)
        (StageKey.TRACKING, StageKey.SUBMISSION),  # one more institution
        (StageKey.DECISION, StageKey.ANALYSIS),  # refusal: another route (Finare step 9)
        (StageKey.DECISION, StageKey.SUBMISSION),  # refusal: try institution B
        (StageKey.DECISION, StageKey.TRACKING),  # the decision was provisional
    }
)

PHASE_TITLES: dict[Phase, str] = {
    Phase.ACQUIRE: N_("Acquire"),
    Phase.AGREE: N_("Agree"),
    Phase.PROCESS: N_("Process"),
    Phase.CARE: N_("Care"),
}
STATUS_TITLES: dict[Status, str] = {
    Status.ACTIVE: N_("Active"),
    Status.ON_HOLD: N_("On hold"),
    Status.CLOSED: N_("Closed"),
}
OUTCOME_TITLES: dict[Outcome, str] = {
    Outcome.COMPLETED: N_("Service completed"),
    Outcome.REFUSED: N_("Refusal, deal closed"),
    Outcome.DECLINED: N_("Client does not want it"),
    Outcome.REJECTED: N_("Refused by the institutions"),
    Outcome.UNREACHABLE: N_("Client unreachable"),
    Outcome.DUPLICATE: N_("Duplicate"),
}
PROFILE_TITLES: dict[Profile, str] = {
    Profile.FINANCING: N_("Financing"),
    Profile.DEBT_RELIEF: N_("Debt relief"),
}

PROCESS_VERSION = 1
"""Version of the gates a new case starts with (FI-17)."""


def following(stage: StageKey) -> StageKey | None:
    """The next room of the main line; None after the last."""
    place = LINE.index(stage)
    return LINE[place + 1] if place + 1 < len(LINE) else None


def way(source: StageKey, target: StageKey) -> tuple[StageKey, ...]:
    """The rooms whose gates lie between source and target, source first; empty when target is not ahead.

    Several stages may be passed in one sitting (FI-18): each gate on the way answers.
    """
    if source not in LINE or target not in LINE:
        return ()
    start, end = LINE.index(source), LINE.index(target)
    return LINE[start:end] if end > start else ()


def returns_from(stage: StageKey) -> tuple[StageKey, ...]:
    """Rooms a case may be sent back to from here, in order."""
    return tuple(key for key in ORDER if (stage, key) in RETURNS)
