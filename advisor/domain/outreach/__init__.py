"""When, how often and whether a person may be contacted: contact policy, working days, cadence, promises."""
