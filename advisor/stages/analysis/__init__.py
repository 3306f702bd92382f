"""What the client wants, needs and can carry (Finare's five topics); in debt relief debts, property and conduct.

Advisors work here. What leaves the room is a needs profile with at least one possible route, or none and why.
"""
