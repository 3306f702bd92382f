"""A lead becomes a client here: source, privacy notice and, in debt relief, the verdict of the dated debt rules.

Operators and advisors work here. What leaves the room is a qualified lead with an agreed way to reach them.
"""
