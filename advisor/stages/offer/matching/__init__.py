"""Which products of the catalogue fit a case, and why the others do not."""
