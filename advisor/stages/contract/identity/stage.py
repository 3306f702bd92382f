"""The words of identity checks."""

from advisor.domain.words import N_

FINDINGS: dict[str, str] = {
    "contract.identity_unchecked": N_("Identity was not checked."),
}

VERBS: dict[str, str] = {
    "contract.identity_checked": N_("Identity checked"),
    "contract.identity_taken_over": N_("Identity check of an earlier case taken over"),
}

IDENTITY_HOW: dict[str, str] = {
    "identity_card": N_("Identity card"),
    "passport": N_("Passport"),
    "video": N_("Video call with document"),
    "trusted_profile": N_("Electronic identity"),
    "register": N_("Register extract and representative's card"),
}
