"""Which channels earn the purchases."""
