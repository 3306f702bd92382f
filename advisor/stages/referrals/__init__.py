"""Opinion and recommendation asked, next contact agreed (Finare step 12).

Advisors work here. What leaves the room is a long-term relation, and new leads.
"""
