"""A corner of the contact room: the split statement and the honest alternative as papers in the client's language."""
