"""Each customer's value to expect."""
