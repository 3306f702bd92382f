"""What institutions lend on: criteria as dated rule data, and the matching of a case with products."""
