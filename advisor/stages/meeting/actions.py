"""What can be done in the meeting room."""
