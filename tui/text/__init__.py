"""Values and tables as text, safe to print."""
