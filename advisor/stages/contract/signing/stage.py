"""The words of signing on the client page."""

from advisor.domain.words import N_

VERBS: dict[str, str] = {
    "contract.declined": N_("Client declined to sign"),
    "contract.mandate_signed": N_("Power of attorney signed"),
    "contract.copy_made": N_("Signed copy made"),
}

SIGNED_HOW = N_("On the client page: typed name and a one-time code sent to the client's e-mail address")
CALL_SIGNED = N_("The client signed on the client page: go on")
CALL_DECLINED = N_("The client does not want to sign: call")
