"""The decision with its reasons, told to the client; terms accepted, or a plan after a refusal (Finare step 9).

Advisors work here. What leaves the room is a financing contract, or a decision how to go on.
"""
