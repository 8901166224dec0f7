"""What was set aside, repaired or looks odd."""
