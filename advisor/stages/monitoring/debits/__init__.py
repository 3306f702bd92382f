"""Debit authorisations: which account the institution collects a payment from, by whose signature, from when to when.

Another account means a new authorisation with its own signature; the one before ends on the first day of the new one.
"""
