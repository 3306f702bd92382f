"""What can be done in the submission room."""
