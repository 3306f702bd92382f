"""What happens to an offer after it is printed: handed over on some day in some way, and answered by the client."""
