"""Interactions of a customer in a period, by four methods."""
