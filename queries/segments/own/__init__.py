"""The user's own segments: by rules and by lists."""
