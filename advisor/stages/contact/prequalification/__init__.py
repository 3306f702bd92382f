"""A corner of the contact room: do we take this case, and may the law help? Debts, verdicts, consent, referrals.

Operators interview, the underwriter and the rule editor answer doubts. A verdict is kept with the facts and the rule
version it stands on; the machine refers and proposes, a person refuses (GDPR art. 22).
"""
