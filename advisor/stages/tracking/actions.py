"""What can be done in the tracking room."""
