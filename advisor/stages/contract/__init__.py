"""Negotiation and signing of the advisory contract (Finare step 5).

Advisors work here, managers approve discounts. What leaves the room is a signed contract with scope and fee.
"""
