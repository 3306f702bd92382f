"""The history of a case as a paper for the firm's own audit: put together from what the ledger keeps, never edited."""
