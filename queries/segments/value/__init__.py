"""Customers by the revenue they bring."""
