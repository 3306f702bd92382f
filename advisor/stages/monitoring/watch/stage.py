"""The words of what may be seen around a payment: facts anybody present would tell alike."""

from advisor.domain.words import N_

VERBS: dict[str, str] = {"monitoring.payment_seen": N_("Payment watched")}

SIGHTINGS: dict[str, str] = {
    "paid_part": N_("Paid a part"),
    "promised": N_("Promised to pay by a day"),
    "promise_missed": N_("Promised by a day and did not pay"),
    "asked_another_day": N_("Asked for another day"),
    "says_paid": N_("Says it is paid; no money has come"),
    "debit_returned": N_("The debit was returned"),
    "account_short": N_("The account held too little"),
    "disputes_amount": N_("Says the amount is wrong"),
    "no_answer": N_("Did not answer the call"),
    "phone_off": N_("Phone was off"),
    "call_ended": N_("Ended the call"),
    "message_unread": N_("Message not answered"),
}
WITH_AMOUNT = frozenset({"paid_part"})
WITH_DAY = frozenset({"promised", "promise_missed", "asked_another_day"})
