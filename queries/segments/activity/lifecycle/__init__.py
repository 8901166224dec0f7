"""Customers by their stage, from new to churned."""
