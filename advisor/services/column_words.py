"""What a field is called in one table, where the word for its name alone would be wrong or said twice there.

Marked English. Two fields of a table share a title only where one line can hold both, as "Signed: day, how, who" does;
`tests/house/test_ledger_words.py` fails otherwise.
"""

from advisor.domain.words import N_
from advisor.services.field_words import FIELD_TITLES

INTERNAL = N_("Internal number")
"""The title of what only the program reads: nobody is shown it."""

_COLUMNS: tuple[tuple[str, str], ...] = (
    (
        INTERNAL,
        "case_file.process_version catalogue_sheet.lines checklist_item.held_from_id checklist_item.reminded "
        "engagement.contract_paper_id engagement.copy_paper_id engagement.mandate_paper_id fee_entry.origin "
        "firm.logo_type guard_entry.attempt_id identity_check.source_id import_batch.last_line import_batch.separator "
        "offer_simulation.institution_id offer_simulation.product_id paper_source.figures party_merge.moved "
        "paper.size points_count.sheet prequalification.facts reminder.anchor_at reminder.offset_days reminder.plan "
        "reminder.working rule_pack_version.restated stated_fact.read_in_id submission.clerk_id upload.mime "
        "upload.size",
    ),
    (N_("Burden"), "affordability_check.burden"),
    (N_("Duration, minutes"), "appointment.minutes"),
    (N_("Confirmed"), "appointment.confirmed_at"),
    (N_("Walk-in"), "appointment.walk_in"),
    (N_("Campaign"), "case_file.campaign"),
    (N_("Paper"), "checklist_file.item_id original_paper.item_id stated_fact.item_id"),
    (N_("Must be there"), "checklist_item.mandatory"),
    (N_("A form or application that we prepare"), "checklist_item.form house_paper.form"),
    (N_("Added by hand"), "checklist_item.by_hand"),
    (N_("Asked for again for the day"), "checklist_item.stale_for_on"),
    (N_("Valid until, as printed"), "checklist_item.expires_on"),
    (N_("Valid until"), "checklist_item.valid_until_on"),
    (N_("Not older than, days"), "checklist_item.limit_days house_term.limit_days house_paper.validity_days"),
    (N_("Why, or which institution says so"), "checklist_item.limit_reason"),
    (N_("Why this case asks otherwise than the catalogue"), "checklist_item.change_reason"),
    (N_("Reminder sent to the client"), "checklist_item.reminded_at"),
    (N_("Copies"), "checklist_item.copies house_term.copies original_paper.copies"),
    (N_("Months it has to cover"), "checklist_item.months house_term.months"),
    (N_("In which shape"), "checklist_item.wanted_as house_term.wanted_as"),
    (N_("Who gets it"), "checklist_item.ordered_by house_term.ordered_by"),
    (N_("Score, 1 to 5"), "client_relation.score"),
    (N_("Withdrawn"), "consent.withdrawn_at consent.withdrawn_by consent.withdrawn_channel"),
    (N_("Withdrawn"), "consent_refusal.withdrawn_at consent_refusal.withdrawn_by consent_refusal.withdrawn_channel"),
    (N_("Who was spoken to"), "contact_attempt.recipient"),
    (N_("On whose behalf"), "contact_attempt.on_behalf_of"),
    (N_("We contacted the client"), "contact_attempt.outgoing"),
    (N_("By a person"), "contact_attempt.human"),
    (N_("Identity confirmed before any detail was told"), "contact_attempt.identity_confirmed"),
    (N_("Is the money there?"), "contact_attempt.pay_ready"),
    (N_("Is it enough?"), "contact_attempt.pay_enough"),
    (N_("When it will be paid"), "contact_attempt.pay_at"),
    (N_("Was the bank told about the sale?"), "debt_line.bank_notified"),
    (N_("Did the money from the sale go to the loan?"), "debt_line.proceeds_to_loan"),
    (N_("Did a court find the deal invalid?"), "debt_line.deal_invalid"),
    (N_("Did the court order a payment?"), "debt_line.payment_ordered"),
    (N_("What was the fine for?"), "debt_line.fine_for"),
    (N_("Fixed fee before the discount"), "engagement.listed_fixed"),
    (N_("Success fee before the discount, percent"), "engagement.listed_percent"),
    (N_("Instalments of the fixed fee"), "engagement.fee_parts"),
    (N_("First instalment due"), "engagement.fee_first_on"),
    (N_("Edition"), "engagement.wording_no points_count.edition_on"),
    (N_("Version of the terms"), "engagement.terms_no negotiation_entry.terms_no"),
    (N_("Approval of the discount asked for"), "engagement.discount_asked_at engagement.discount_asked_by"),
    (N_("Discount approved"), "engagement.discount_approved_at engagement.discount_approved_by"),
    (
        N_("Discount refused"),
        "engagement.discount_refused_at engagement.discount_refused_by engagement.discount_refused_why",
    ),
    (N_("Contract signed"), "engagement.signed_at"),
    (N_("How long the power of attorney runs"), "engagement.mandate_months"),
    (N_("Power of attorney from"), "engagement.mandate_from_on"),
    (N_("Power of attorney until"), "engagement.mandate_until_on"),
    (N_("Power of attorney ended"), "engagement.mandate_ended_on"),
    (N_("Advisors may give a discount up to, percent"), "firm.discount_limit"),
    (N_("May give a discount up to, percent"), "staff_member.discount_limit"),
    (N_("Plan of follow-ups"), "follow_plan.key plan_deviation.key"),
    (N_("Rules"), "follow_plan.rule"),
    (N_("Rule"), "guard_entry.rule"),
    (N_("Reason"), "guard_entry.code"),
    (N_("Code, in capitals"), "house_paper.code"),
    (N_("Issued by"), "house_paper.issued_by"),
    (N_("Asked for"), "house_term.asking"),
    (N_("Who brings it"), "house_term.whom"),
    (N_("Encoding"), "import_batch.encoding"),
    (N_("Good rows"), "import_batch.rows_good"),
    (N_("Duplicates"), "import_batch.rows_duplicate"),
    (N_("Rows that stay out"), "import_batch.rows_bad"),
    (N_("What every row would do"), "import_batch.orders"),
    (N_("Import begun"), "import_batch.started_at import_batch.started_by"),
    (N_("Created"), "payment_sighting.recorded_at"),
    (N_("We contacted the institution"), "institution_call.outgoing"),
    (N_("Upfront fee, percent"), "institution_product.upfront_fee_percent"),
    (N_("Fee with each instalment"), "institution_product.instalment_fee offer_simulation.instalment_fee"),
    (N_("Documents it wants beside our list"), "institution_product.documents"),
    (N_("What it asks for"), "institution_product.criteria"),
    (N_("Questions for the legal hint"), "interview.hint prequalification.hint"),
    (N_("Written off in part only"), "prequalification.mixed"),
    (N_("Mortgage"), "interview.mortgage"),
    (N_("Short form for SMS and messenger"), "letter_wording.short"),
    (N_("Own HTML (empty: made from the text)"), "letter_wording.html"),
    (N_("Used"), "link.used_at"),
    (N_("By the client"), "message.from_client offer_answer.by_client support_ticket.by_client upload.by_client"),
    (N_("To the client"), "message.to_client"),
    (N_("Company figures"), "needs_profile.company"),
    (N_("Control points"), "needs_profile.controls"),
    (N_("Topic of the talk"), "needs_topic.key"),
    (N_("Not relevant; the words say why"), "needs_topic.not_relevant"),
    (N_("What"), "negotiation_entry.field"),
    (N_("Who asked for it"), "negotiation_entry.asked_by"),
    (N_("Only the client pays us"), "offer.commission_none"),
    (N_("Draft contract"), "offer.contract"),
    (N_("Time plan, in working days"), "offer.step_days"),
    (N_("Channel"), "offer_handover.how"),
    (N_("What was handed over"), "offer_handover.parts"),
    (N_("Legal and formal requirements"), "offer.requirements"),
    (N_("Interest counts"), "offer_simulation.day_count"),
    (N_("Later rate a year"), "offer_simulation.later_rate"),
    (N_("Later rate from instalment"), "offer_simulation.later_from"),
    (N_("Arrangement fee"), "offer_simulation.upfront_fee"),
    (N_("Initial payment"), "offer_simulation.initial_payment"),
    (N_("Instalments paid at signing"), "offer_simulation.in_advance"),
    (N_("Version"), "paper.version_no"),
    (N_("Own hours from"), "party.reach_from"),
    (N_("Own hours until"), "party.reach_to"),
    (N_("Kind"), "party_identifier.kind"),
    (N_("Number"), "party_identifier.value"),
    (N_("The check digits fit"), "party_identifier.valid"),
    (N_("Duplicate"), "party_merge.gone_id"),
    (N_("Filled in from the duplicate"), "party_merge.filled"),
    (N_("Send nothing to this client by itself"), "plan_deviation.off"),
    (N_("Only by"), "plan_deviation.channel"),
    (N_("Later by days"), "plan_deviation.later_days"),
    (N_("One more message, so many days earlier"), "plan_deviation.earlier_days"),
    (N_("At most so many messages"), "plan_deviation.most"),
    (N_("Points"), "points_count.points"),
    (N_("Who promised"), "promise.promiser"),
    (N_("Kept"), "promise.kept_at"),
    (N_("Moved"), "promise.moved_at"),
    (N_("Day before it was moved"), "promise.moved_from_on"),
    (N_("How often"), "reminder.every"),
    (N_("Letter"), "reminder.letter"),
    (N_("For whom"), "reminder.audience"),
    (N_("Channels"), "reminder.channels"),
    (N_("Doubts"), "review.grounds"),
    (N_("Rule set"), "rule_pack_version.key"),
    (N_("What it says"), "stated_fact.value"),
    (N_("From stage"), "stage_event.source"),
    (N_("To stage"), "stage_event.target"),
)

COLUMN_TITLES: dict[tuple[str, str], str] = {
    (table, field): title
    for title, names in _COLUMNS
    for table, _, field in (name.partition(".") for name in names.split())
}


def title_of(table: str, field: str) -> str:
    """What a field of a table is called; a field nobody named keeps its name, as words."""
    return COLUMN_TITLES.get((table, field)) or FIELD_TITLES.get(field) or field.replace("_", " ")
