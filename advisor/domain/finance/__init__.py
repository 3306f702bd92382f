"""Finance law: money, schedules, effective rates, leases and affordability, in exact decimals."""
