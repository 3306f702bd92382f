"""The stairs: use cases that open, move, hold, close and assign a case."""
