"""`./run faults`: real processes broken on purpose, on both engines. Nothing is lost, nothing is torn, all say why."""
