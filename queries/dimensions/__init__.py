"""What an answer is broken down by: splits, cohorts, and what can be crossed."""
