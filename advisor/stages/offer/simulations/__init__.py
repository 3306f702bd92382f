"""Simulations of an offer: assumptions in, both repayment schedules with totals and effective rate out, always live."""
