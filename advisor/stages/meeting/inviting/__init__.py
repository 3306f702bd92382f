"""Inviting: the letter about a meeting, with the calendar file that books, moves or cancels it."""
