"""The checklist put together for the press, in the client's language."""
