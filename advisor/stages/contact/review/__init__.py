"""A corner of the contact room: doubts the rules leave to a person, and that person's answer (OP-07, ZA-03).

Policy doubts go to the rule editor, scoring doubts to the underwriter; nobody answers for his own case.
"""
