"""What stands behind ./run: set-up and checks of this checkout. Python's standard library only, nothing shipped."""
