"""Who moved from which segment to which."""
