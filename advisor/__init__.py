"""Advisor: case management for financial advisors.

Importing this package loads nothing else: the law in `advisor.domain` stands alone.
"""
