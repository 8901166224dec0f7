"""On how many days of a window customers come."""
