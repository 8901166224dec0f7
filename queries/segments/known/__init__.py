"""Customers by what the files say of them."""
