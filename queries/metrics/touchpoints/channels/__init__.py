"""Which channels customers use, and what comes of it."""
