"""What asks something before it acts: one dialog a file."""
