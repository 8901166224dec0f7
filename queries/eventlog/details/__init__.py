"""What was bought and what was said: read from the files when somebody asks for it."""
