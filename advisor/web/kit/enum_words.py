"""What the members of the enums the trail keeps, and of some more, are called. By class: two may share a name."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from advisor.domain import catalogue, checklist_words, checklists, process, roles
from advisor.domain.debts import affordability, lead
from advisor.domain.debts import decision as verdict
from advisor.domain.debts import words as debts
from advisor.domain.finance.days import DayCount
from advisor.domain.finance.loan import GraceKind
from advisor.records import case, contact, fee, guard, institution, intake, outbox, paper, party, promise, reminder
from advisor.records.clause_book import ClausePaper
from advisor.records.link import LinkPurpose
from advisor.records.submission import SUBMISSION_STATE_TITLES, SubmissionState
from advisor.services import words
from advisor.stages.contact.review import gate as review
from advisor.stages.contact.review.stage import ANSWERS
from advisor.stages.documents.consistency import gate as consistency
from advisor.stages.documents.consistency.stage import FACT_TITLES
from advisor.stages.documents.desk import gate as desk
from advisor.stages.documents.desk.stage import SHAPES, STATE_TITLES
from advisor.stages.documents.rules import gate as rules
from advisor.stages.documents.rules.stage import ASKING_TITLES, WHOM_TITLES
from advisor.stages.meeting import gate as meeting
from advisor.stages.meeting.stage import PLACES, RESULTS
from advisor.stages.offer.simulations.stage import DAY_COUNT_NAMES, GRACE_NAMES

TITLES: dict[type[StrEnum], Mapping[Any, str]] = {
    affordability.Carrying: debts.CARRYING,
    case.AccessRole: words.ACCESS_ROLE_TITLES,
    case.EventKind: words.EVENT_TITLES,
    case.PartyRole: words.PARTY_ROLE_TITLES,
    catalogue.Source: catalogue.SOURCE_TITLES,
    checklists.NeededBy: checklist_words.NEEDED_BY,
    ClausePaper: words.CLAUSE_PAPER_TITLES,
    consistency.FactKind: FACT_TITLES,
    contact.ContactChannel: contact.CHANNEL_TITLES,
    contact.ContactResult: contact.RESULT_TITLES,
    DayCount: DAY_COUNT_NAMES,
    desk.ItemState: STATE_TITLES,
    desk.WantedAs: SHAPES,
    fee.FeeKind: fee.FEE_KIND_TITLES,
    GraceKind: GRACE_NAMES,
    guard.EntryKind: guard.ENTRY_TITLES,
    guard.FactKind: guard.FACT_TITLES,
    institution.InstitutionKind: institution.INSTITUTION_KIND_TITLES,
    intake.BatchState: intake.BATCH_STATE_TITLES,
    lead.Collateral: debts.COLLATERAL,
    lead.FineFor: debts.FINE_FOR,
    LinkPurpose: words.LINK_TITLES,
    meeting.Place: PLACES,
    meeting.Result: RESULTS,
    outbox.Audience: words.AUDIENCE_TITLES,
    outbox.LetterState: outbox.LETTER_STATE_TITLES,
    paper.PaperKind: paper.PAPER_KIND_TITLES,
    party.ConsentPurpose: party.CONSENT_TITLES,
    party.PartyKind: words.PARTY_KIND_TITLES,
    process.Outcome: process.OUTCOME_TITLES,
    process.Phase: process.PHASE_TITLES,
    process.Profile: process.PROFILE_TITLES,
    process.Status: process.STATUS_TITLES,
    promise.Promiser: promise.PROMISER_TITLES,
    reminder.ReminderState: reminder.REMINDER_STATE_TITLES,
    review.Answer: ANSWERS,
    roles.Role: words.ROLE_TITLES,
    rules.Asking: ASKING_TITLES,
    rules.Whom: WHOM_TITLES,
    SubmissionState: SUBMISSION_STATE_TITLES,
    verdict.Outcome: debts.OUTCOMES,
}
