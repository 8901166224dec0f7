"""The table: its rows, its keys, search, order and copies."""
