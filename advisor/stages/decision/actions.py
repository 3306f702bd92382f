"""What can be done in the decision room."""
