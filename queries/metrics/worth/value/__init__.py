"""Revenue, and what drove its change."""
