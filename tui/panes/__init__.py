"""The panes on the screens."""
