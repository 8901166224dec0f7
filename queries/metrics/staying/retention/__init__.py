"""How many of a cohort come again."""
