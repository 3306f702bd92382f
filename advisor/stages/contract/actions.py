"""What can be done in the contract room."""
