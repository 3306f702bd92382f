"""A corner of the contact room: the court's ruling kept beside the debt of a challenged deal (OP-13)."""
