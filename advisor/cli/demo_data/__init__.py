"""The demo firm: its people and institutions, its clients, and what happened in each case. Everybody is invented."""
