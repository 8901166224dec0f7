"""What is known of each customer, worked out by everyone: figures, names, ranks, gaps, what is to be expected."""
