"""How often customers come, and when."""
