"""The complete pack: documents, information, applications, forms and, where asked, the business plan (Finare step 6).

Advisors work here, clients bring papers. What leaves the room is a pack valid on the planned filing day.
"""
