"""`./run bench`: what Advisor costs, beside the floors of the same run. `./run load`: many people at once."""
