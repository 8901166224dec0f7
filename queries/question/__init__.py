"""What is asked: the scope, the period, the comparison, the parameters."""
