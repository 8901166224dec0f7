"""What a metric gets: the events, order lines, answers and periods of a scope."""
