"""What lets a case leave the contact room (SPEC A0; Finare step 1; OP-02)."""

from dataclasses import dataclass, field
from datetime import date

from advisor.domain.catalogue import REFERRALS, Source
from advisor.domain.process import Finding, Profile, Verdict
from advisor.stages.contact.affordability import gate as affordability
from advisor.stages.contact.prequalification import gate as prequalification


@dataclass(frozen=True, slots=True)
class Facts:
    """What the gate looks at; of `debts` and `ability` only the one of the case's profile is asked."""

    profile: Profile
    source: Source | None = None
    referrer_named: bool = False
    notice_given: bool = False
    channel_verified: bool = False
    debts: prequalification.Facts = field(default_factory=prequalification.Facts)
    ability: affordability.Facts = field(default_factory=affordability.Facts)


def gate(facts: Facts, today: date) -> Verdict:
    """Blocks without source, referrer of a recommendation, privacy notice or an allowing verdict; warns of the rest."""
    found: list[Finding] = []
    if facts.source is None:
        found.append(Finding("contact.source_missing", action="source"))
    if facts.source in REFERRALS and not facts.referrer_named:
        found.append(Finding("contact.referrer_missing", action="source"))
    if not facts.notice_given:
        found.append(Finding("contact.notice_missing", action="notice"))
    debt_relief = facts.profile is Profile.DEBT_RELIEF
    found += prequalification.findings(facts.debts) if debt_relief else affordability.findings(facts.ability)
    if not facts.channel_verified:
        found.append(Finding("contact.channel_unverified", blocking=False, action="channel"))
    return Verdict(tuple(found))
