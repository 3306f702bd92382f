"""A corner of the contact room for financing: can this household carry the instalment? Warns and refers only."""
