"""The document desk: papers come in, are judged one by one, and are asked for again with the reason.

Clients and advisors bring files or originals; advisors judge. What leaves the desk is an accepted or waived line.
"""
