"""What sets a segment apart from everyone else."""
