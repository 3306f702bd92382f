"""What can be done in the support room."""
