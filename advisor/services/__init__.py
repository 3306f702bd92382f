"""Shared verbs every room may use."""
