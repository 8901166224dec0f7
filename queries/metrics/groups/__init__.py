"""How segments differ, and who moves between them."""
