"""Customers by what they buy: their favourite, and what they pay for it."""
