"""The offer in five parts, handed over at the meeting or after it (Finare step 4).

Advisors work here. What leaves the room is an offer the client has, on screen or on paper.
"""
