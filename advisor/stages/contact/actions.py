"""What can be done in the contact room."""
