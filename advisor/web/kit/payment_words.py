"""What a client said of a payment, as the history of a case shows it (ES-11)."""

from flask_babel import gettext

from advisor.records.contact import PAY_HOW_TITLES, ContactAttempt
from advisor.web.kit import show


def with_payment(attempt: ContactAttempt, note: str) -> str:
    """The note of a contact, with the four answers about a payment behind it where they were given."""
    if not attempt.pay_how:
        return note
    line = gettext(
        "Payment: %(how)s. Money there: %(ready)s. Enough: %(enough)s. When: %(when)s.",
        how=gettext(PAY_HOW_TITLES[attempt.pay_how]), ready=_said(attempt.pay_ready), enough=_said(attempt.pay_enough),
        when=show.moment(attempt.pay_at) if attempt.pay_at else _said(None),
    )  # fmt: skip
    return f"{note} {line}".strip()


def _said(answer: bool | None) -> str:
    return gettext("did not say") if answer is None else gettext("yes") if answer else gettext("no")
