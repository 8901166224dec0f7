"""Who is talked about, how well, and by whom."""
