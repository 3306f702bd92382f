"""The contract and the power of attorney put together for the press, in the client's language."""
