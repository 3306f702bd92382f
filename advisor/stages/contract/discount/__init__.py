"""A discount above the advisor's limit: it waits for a manager, who approves it or refuses it with a reason."""
