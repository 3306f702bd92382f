"""What can be done in the analysis room."""
