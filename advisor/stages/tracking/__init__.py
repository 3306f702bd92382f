"""The institution works; its questions are answered with documents, explanations or corrections (Finare step 8).

Advisors act for the client on a mandate. What leaves the room is a decision, or a withdrawal.
"""
