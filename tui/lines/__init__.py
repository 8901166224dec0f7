"""The lines at the top and the bottom of a screen."""
