"""The client's own page: what a client may see of the case, send, say, wish and take along.

The client door shows it, the staff door previews it; both go through here, so both see the same.
"""
