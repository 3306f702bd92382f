"""Service usually ends here with one click; otherwise conditions, settlement duties and our fee (Finare step 10).

Advisors work here. What leaves the room is a settled matter.
"""
