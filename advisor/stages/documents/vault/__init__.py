"""The vault: a paper belongs to a person and a fact, so nobody is asked twice for what we hold (ZA-13).

Lists come here when they are built and when a paper was accepted; what leaves is an accepted line with its files.
"""
