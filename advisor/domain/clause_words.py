"""The house's own clauses: advisory contract and power of attorney, for financing and for debt relief.

They count until the firm writes an edition of its own in Settings. Places in braces are those of domain.clauses.
"""

from advisor.domain.process import Profile
from advisor.domain.words import N_

Clauses = tuple[tuple[str, str], ...]

_SCOPE = (N_("Scope"), N_(
    "We render the services listed under “What we do for you”. Anything beyond them needs an agreement of both sides "
    "in text form."))  # fmt: skip
_SECRECY = (N_("Confidentiality and personal data"), N_(
    "We keep everything we learn about you confidential, also after the contract has ended, and pass it on only to "
    "those whom the matter needs and you have named. How we process personal data is set out in the privacy notice "
    "you have received."))  # fmt: skip
_LIABILITY = (N_("Liability"), N_(
    "We answer for the care of a professional. We do not answer for the decision of others, nor for the consequences "
    "of information that was untrue, incomplete or late."))  # fmt: skip
_WITHDRAWAL = (N_("Right of withdrawal"), N_(
    "A consumer who signs this contract at a distance or away from our office may withdraw from it within 14 days of "
    "signing, without giving a reason, by a statement in text form. A client who asked us in writing to begin at once "
    "pays for what was done until then."))  # fmt: skip
_FINAL = (N_("Final provisions"), N_(
    "Changes of this contract need text form. We answer complaints within 30 days. Where this contract is silent, the "
    "law of the country of our seat applies.\n"
    "The contract is made in two identical copies, one for each side. Signed on the client page it is handed over as a "
    "file whose fingerprint both sides can check."))  # fmt: skip

CONTRACT_FINANCING: Clauses = (
    (N_("Subject"), N_(
        "{client} (the client) engages {firm} (the advisor) to prepare, file and pursue the matter “{product}”, case "
        "{case}. The decision on financing belongs to the institution alone; no result is promised.")),
    _SCOPE,
    (N_("Duties of the advisor"), N_(
        "We present the terms of the institutions completely and comparably, name every commission we receive from "
        "others, tell you by telephone about every stage and keep your documents safe.")),
    (N_("Duties of the client"), N_(
        "You give true and complete information, deliver the documents in time and tell us without delay of any change "
        "that matters to the application.")),
    (N_("Fee"), N_(
        "The fee is {fee}. When it is due is set out under “Our fee”. A success fee is due only on money that was "
        "actually paid out. Commission paid by others is disclosed in the offer.")),
    (N_("Power of attorney"), N_(
        "You grant a power of attorney in a separate paper. You may withdraw it at any time.")),
    _SECRECY,
    _LIABILITY,
    (N_("Term and termination"), N_(
        "The contract is made for twelve months. Either side may end it with two weeks' notice in text form. A fee "
        "that was earned before remains due.")),
    _WITHDRAWAL,
    _FINAL,
)  # fmt: skip

CONTRACT_DEBT_RELIEF: Clauses = (
    (N_("Subject"), N_(
        "{client} (the client) engages {firm} (the advisor) to prepare and accompany the relief from debts by "
        "“{product}”, case {case}, by the plan of the offer. The court or the authority decides; no result is "
        "promised.")),
    _SCOPE,
    (N_("Duties of the advisor"), N_(
        "Before you sign we tell you which debts may be written off and which stay. We prepare the petition and the "
        "list of creditors, accompany you until the decision and tell you by telephone about every step.")),
    (N_("Duties of the client"), N_(
        "You tell us truly and completely about debts, income, property and what was sold or given away in the last "
        "three years. You take on no new debts and give nothing away while the contract runs, and you pay court fees "
        "and deposits in time.")),
    (N_("Fee"), N_(
        "The fee is {fee}. When it is due is set out under “Our fee”. Court fees, the remuneration of the insolvency "
        "manager and the cost of publications are not part of it.")),
    (N_("Consequences you have been told of"), N_(
        "The procedure limits what you may do with property and money while it runs. Afterwards you have to mention it "
        "when you borrow, and it cannot be repeated within the period set by law. Debts that stay are named in the "
        "plan.")),
    (N_("Power of attorney"), N_(
        "You grant a power of attorney in a separate paper. You may withdraw it at any time.")),
    _SECRECY,
    _LIABILITY,
    (N_("Term and termination"), N_(
        "The contract runs until the procedure has ended. Either side may end it with two weeks' notice in text form, "
        "but not at a time that would harm you before the court. A fee that was earned before remains due.")),
    _WITHDRAWAL,
    _FINAL,
)  # fmt: skip

_TERM = (N_("How long it runs"), N_(
    "It is valid from the day of signing, {mandate_term}. You may withdraw it at any time in text form; it ends when "
    "the withdrawal reaches us."))  # fmt: skip
_SUBSTITUTION = (N_("Substitution"), N_(
    "Employees of the firm may act under it. It may be passed on to others only with your consent in text "
    "form."))  # fmt: skip

MANDATE_FINANCING: Clauses = (
    (N_("Power of attorney"), N_(
        "{client} grants {firm}, represented by {advisor}, power of attorney in the matter “{product}”, case {case}.")),
    (N_("Extent"), N_(
        "Before banks, lessors, grant bodies and other institutions the attorney may file applications and papers that "
        "{client} has signed, receive and give information and documents, ask about the state of the matter, answer "
        "questions and take delivery of decisions.")),
    (N_("Limits"), N_(
        "It does not cover signing a financing contract, taking on debts, disposing of property or receiving money for "
        "{client}.")),
    (N_("Secrecy"), N_(
        "Within this extent institutions are released from banking and professional secrecy towards the attorney.")),
    _TERM,
    _SUBSTITUTION,
)  # fmt: skip

MANDATE_DEBT_RELIEF: Clauses = (
    (N_("Power of attorney"), N_(
        "{client} grants {firm}, represented by {advisor}, power of attorney in the matter “{product}”, case {case}.")),
    (N_("Extent"), N_(
        "Before courts, authorities, enforcement officers, insolvency managers and creditors the attorney may file the "
        "petition and papers that {client} has signed, inspect and copy files, receive and give information and "
        "documents, answer questions and take delivery of rulings.")),
    (N_("Limits"), N_(
        "It does not cover acknowledging debts, settlements, disposing of property or receiving money for {client}.")),
    (N_("Secrecy"), N_(
        "Within this extent creditors and institutions are released from banking and professional secrecy towards the "
        "attorney.")),
    _TERM,
    _SUBSTITUTION,
)  # fmt: skip

HOUSE_CLAUSES: dict[tuple[str, Profile], Clauses] = {
    ("contract", Profile.FINANCING): CONTRACT_FINANCING,
    ("contract", Profile.DEBT_RELIEF): CONTRACT_DEBT_RELIEF,
    ("mandate", Profile.FINANCING): MANDATE_FINANCING,
    ("mandate", Profile.DEBT_RELIEF): MANDATE_DEBT_RELIEF,
}
"""By paper and kind of work."""
