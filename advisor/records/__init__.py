"""The ledger: tables that several rooms share, each with its queries. SQLAlchemy only."""
