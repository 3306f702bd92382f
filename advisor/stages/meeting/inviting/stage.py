"""Words of the letters about a meeting."""

LETTERS: dict[str, str] = {"REQUEST": "invitation", "UPDATE": "meeting_moved", "CANCEL": "meeting_cancelled"}
"""Which letter brings which calendar file; an update is a REQUEST with a higher number."""
