"""What is rising, what is falling."""
