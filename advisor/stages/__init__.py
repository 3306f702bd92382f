"""The twelve rooms, all of one shape; `plan` is the only file that knows all twelve."""
