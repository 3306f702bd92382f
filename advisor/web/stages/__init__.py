"""Pages of the twelve rooms, one file each: `room(file)` gives the template its values, routes do the verbs."""
