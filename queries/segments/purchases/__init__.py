"""Customers by how lately, how often and for how much they bought."""
