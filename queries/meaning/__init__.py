"""What the tables of a file mean: facts, grain, relations, rival readings, and what hangs on each."""
