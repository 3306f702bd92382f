"""Import of leads and running cases: read a file, show what would happen, take it in whole or not at all, undo it."""
