"""What can be done in the offer room."""
