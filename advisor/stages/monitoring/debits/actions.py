"""Note a signed debit authorisation, by which the one before ends; revoke one without a successor."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from advisor.domain.errors import Invalid, WrongStatus
from advisor.domain.identifiers import Checked, check
from advisor.records.party import Party
from advisor.services.context import Context
from advisor.services.notes import ERASED, read_text, seal_text
from advisor.services.rows import active, of_case, past_day, sane_day, words
from advisor.stages.monitoring.debits.gate import may_begin
from advisor.stages.monitoring.debits.records import DebitAuthorisation, debits_of
from advisor.stages.monitoring.debits.stage import SIGNED_HOW


@dataclass(frozen=True, slots=True)
class NewDebit:
    """The form as the client signed it. The account is an IBAN, or a Polish account of 26 digits."""

    payee: str
    account: str
    from_on: date
    signed_on: date
    signed_how: str
    signer: str
    shelf: str = ""


def authorise(ctx: Context, case_id: int, new: NewDebit) -> DebitAuthorisation:
    """Note a signed authorisation; what still ran for the case ends on its first day (ES-15)."""
    case = active(ctx, case_id)
    if new.signed_how not in SIGNED_HOW:
        raise Invalid("signed_how", "unknown")
    earlier, account = debits_of(ctx.session, case.id), _account(new.account)
    if not may_begin((row.span for row in earlier), sane_day(ctx, "from_on", new.from_on)):
        raise Invalid("from_on", "not_later")
    row = DebitAuthorisation(
        case_id=case.id, payee=words("payee", new.payee, 200), from_on=new.from_on,
        signed_on=past_day(ctx, "signed_on", new.signed_on), signed_how=new.signed_how,
        signer=words("signer", new.signer, 200), shelf=words("shelf", new.shelf, 120, needed=False),
        recorded_at=ctx.now,
    )  # fmt: skip
    client = ctx.session.get_one(Party, case.client_id)
    row.account = seal_text(ctx.session, client.uid, _place(row), account.compact)
    for old in earlier:
        if old.to_on is None or old.to_on > row.from_on:
            old.to_on = row.from_on
    ctx.session.add(row)
    ctx.session.flush()
    ctx.record("monitoring.debit_authorised", "debit_authorisation", row.id, case_id=case.id,
               from_on=row.from_on.isoformat(), how=row.signed_how)  # fmt: skip
    return row


def revoke(ctx: Context, case_id: int, debit_id: int, to_on: date, why: str) -> DebitAuthorisation:
    """Say from which day on nothing may be collected by it, and why."""
    case = active(ctx, case_id)
    row = of_case(ctx.session, DebitAuthorisation, debit_id, case)
    if row.to_on is not None:
        raise WrongStatus("ended")
    if sane_day(ctx, "to_on", to_on) < row.from_on:
        raise Invalid("to_on", "before_start")
    row.to_on, row.revoked_why = to_on, words("why", why, 200)
    ctx.record("monitoring.debit_revoked", "debit_authorisation", row.id, case_id=case.id, reason=row.revoked_why)
    return row


def masked(session: Session, client: Party, row: DebitAuthorisation) -> str:
    """The account as lists show it: all but its end hidden."""
    text = read_text(session, client.uid, _place(row), row.account)
    return text if text in ("", ERASED) else Checked("iban", text, valid=True).masked


def _account(text: str) -> Checked:
    """The account with its check digits right; 26 digits are a Polish one without its country."""
    compact = "".join(text.split())
    try:
        found = check("iban", f"PL{compact}" if len(compact) == 26 and compact.isdigit() else compact)
    except ValueError:
        raise Invalid("account", "not_an_account") from None
    if not found.valid:
        raise Invalid("account", "not_an_account")
    return found


def _place(row: DebitAuthorisation) -> tuple[str, str, str]:
    return ("debit_authorisation", row.uid, "account")
