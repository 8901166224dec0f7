"""What goes with buying."""
