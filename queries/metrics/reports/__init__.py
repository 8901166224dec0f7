"""Everything at a glance."""
