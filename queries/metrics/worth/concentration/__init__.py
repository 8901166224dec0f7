"""How much of the revenue hangs on how few."""
