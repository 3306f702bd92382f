"""The words contract and power of attorney are made with."""

from advisor.domain.process import Profile
from advisor.domain.words import N_

TITLES: dict[Profile, str] = {
    Profile.FINANCING: N_("Advisory contract"),
    Profile.DEBT_RELIEF: N_("Contract on relief from debts"),
}
IN_PARTS = N_("in %(count)s monthly instalments, see below")
HOUSE_WORDING = N_("the firm's standard text")
EDITION = N_("edition %(number)s of %(day)s")
CHANGED = N_("changed for this case")

FINDINGS: dict[str, str] = {
    "terms_first": N_("Agree on scope and fee first."),
    "discount_unapproved": N_("The discount waits for a manager's approval."),
    "not_signed": N_("The client has not signed on the client page."),
}
"""Why a paper is not printed yet."""

VERBS: dict[str, str] = {
    "clauses.edition_added": N_("Edition of the clauses added"),
}
