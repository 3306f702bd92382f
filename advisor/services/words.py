"""Words for codes of several rooms: roles, events, refusals of values, verbs of the trail. English, marked."""

from advisor.domain.roles import Role
from advisor.domain.words import N_
from advisor.records.case import AccessRole, EventKind, PartyRole
from advisor.records.party import PartyKind

ROLE_TITLES: dict[Role, str] = {
    Role.OPERATOR: N_("Operator"),
    Role.ADVISOR: N_("Advisor"),
    Role.MANAGER: N_("Manager"),
    Role.UNDERWRITER: N_("Underwriter"),
    Role.EDITOR: N_("Rule editor"),
    Role.AUDITOR: N_("Auditor"),
    Role.ADMIN: N_("Administrator"),
}
PARTY_KIND_TITLES: dict[PartyKind, str] = {PartyKind.PERSON: N_("Person"), PartyKind.COMPANY: N_("Company")}
PARTY_ROLE_TITLES: dict[PartyRole, str] = {
    PartyRole.CLIENT: N_("Client"),
    PartyRole.APPLICANT: N_("Applicant"),
    PartyRole.CO_APPLICANT: N_("Co-applicant"),
    PartyRole.SPOUSE: N_("Spouse"),
    PartyRole.GUARANTOR: N_("Guarantor"),
    PartyRole.REPRESENTATIVE: N_("Representative"),
    PartyRole.REFERRER: N_("Referrer"),
}
ACCESS_ROLE_TITLES: dict[AccessRole, str] = {
    AccessRole.SUBSTITUTE: N_("Substitute"),
    AccessRole.MENTOR: N_("Mentor"),
    AccessRole.SHARED: N_("Works on it too"),
}
EVENT_TITLES: dict[EventKind, str] = {
    EventKind.OPENED: N_("Opened"),
    EventKind.MOVED: N_("Moved on"),
    EventKind.RETURNED: N_("Sent back"),
    EventKind.SKIPPED: N_("Not needed"),
    EventKind.UNDONE: N_("Move undone"),
    EventKind.HELD: N_("Put on hold"),
    EventKind.RESUMED: N_("Resumed"),
    EventKind.CLOSED: N_("Closed"),
    EventKind.REOPENED: N_("Reopened"),
    EventKind.IMPORTED: N_("Imported at this stage"),
}
INVALID_TITLES: dict[str, str] = {
    "missing": N_("This is needed."),
    "unknown": N_("Choose one of the list."),
    "too_long": N_("This is too long."),
    "too_short": N_("This is too short."),
    "too_common": N_("This is too easy to guess."),
    "too_far": N_("This is too far away."),
    "in_the_past": N_("This lies in the past."),
    "out_of_range": N_("This is out of range."),
    "do_not_contact": N_("This person asked not to be contacted."),
    "not_a_phone": N_("This is not a phone number."),
    "not_an_address": N_("This is not an e-mail address."),
    "not_a_number": N_("This is not a number."),
    "not_a_date": N_("This is not a date."),
    "does_not_fit": N_("This does not fit the product."),
    "role_does_not_fit": N_("This person's role does not fit."),
    "same_person": N_("This is the same person."),
    "control_characters": N_("This holds characters that cannot be used."),
    "reason_missing": N_("A reason is needed."),
    "wrong_check_digit": N_("The check digit is wrong."),
    "stale_version": N_("Somebody else saved first."),
    "wrong_status": N_("The case's status does not allow this."),
    "move_not_allowed": N_("The process has no such move."),
    "override_needs_manager": N_("Only a manager may override."),
    "read_only": N_("You may read this file, not change it."),
}
CODE_TITLES: dict[str, str] = {
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "sms": N_("SMS"),
    "name_birth": N_("Name and birth date"),
    "in_person": N_("In person"),
    "post": N_("By post"),
    "online": N_("Online"),
    "paper": N_("On paper"),
    "portal": N_("Client page"),
    "signing": N_("For signing"),
    "filing": N_("For filing"),
    "disbursement": N_("Before disbursement"),
}
VERB_TITLES: dict[str, str] = {
    "case.opened": N_("Case opened"),
    "case.moved": N_("Moved"),
    "case.returned": N_("Sent back"),
    "case.move_undone": N_("Move undone"),
    "case.held": N_("Put on hold"),
    "case.resumed": N_("Resumed"),
    "case.closed": N_("Closed"),
    "case.reopened": N_("Reopened"),
    "case.assigned": N_("New owner"),
    "case.shared": N_("Shared with a colleague"),
    "case.share_ended": N_("Sharing ended"),
    "case.changed": N_("Case facts changed"),
    "party.created": N_("Person or company added"),
    "party.changed": N_("Personal details changed"),
    "party.merged": N_("Duplicates merged"),
    "party.merge_undone": N_("Merge undone"),
    "contact.logged": N_("Contact logged"),
    "letter.failed": N_("A letter could not be delivered"),
    "message.taken": N_("Message taken for a colleague"),
    "consent.given": N_("Consent given"),
    "consent.withdrawn": N_("Consent withdrawn"),
    "reminder.planned": N_("Follow-up planned"),
    "reminder.done": N_("Follow-up done"),
    "reminder.snoozed": N_("Follow-up put off"),
    "reminder.reassigned": N_("Follow-up given to a colleague"),
    "reminder.cancelled": N_("Follow-ups cancelled"),
    "staff.signed_in": N_("Signed in"),
    "staff.substituted": N_("Substitute set"),
    "changed": N_("Changed"),
}
