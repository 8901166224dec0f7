"""Customers by how deeply they are engaged."""
