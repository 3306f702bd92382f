"""The client's signature on the client page: what waits for it, signing, declining, and the signed copy."""
