"""Two dimensions against each other."""
