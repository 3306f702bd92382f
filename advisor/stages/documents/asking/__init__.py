"""Asking again: what was rejected, and what will be stale on the day that counts, is asked for by itself.

The desk and the clock come here; what leaves is one letter with all reasons, or a call for the advisor.
"""
