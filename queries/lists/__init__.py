"""Lists of customers: read from files, frozen on the screen, found among the customers of a log."""
