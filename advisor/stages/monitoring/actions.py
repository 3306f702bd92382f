"""What can be done in the monitoring room."""
