"""Originals that lie with us: taken against a receipt, found by their shelf number, given back against a signature.

Advisors hand them in and out; what leaves is a receipt.
"""
