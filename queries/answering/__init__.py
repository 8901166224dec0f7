"""A question becomes a result: worked out, compared, noted, masked, turned."""
