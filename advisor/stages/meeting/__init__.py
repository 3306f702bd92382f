"""The first, free meeting: at the client's seat, at ours, by phone or online.

Operators book, advisors hold it. What leaves the room is an appointment that was agreed, or a walk-in.
"""
