"""Applications are signed with all attachments and filed with one or several institutions (Finare step 7).

Advisors work here. What leaves the room is a submission with date, institution and channel.
"""
