"""What an action changed."""
