"""The arms of a test compared."""
