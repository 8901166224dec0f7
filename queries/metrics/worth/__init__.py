"""What customers spend, and are likely to spend."""
