"""Customers by what they do and how lately: stages, channels, engagement."""
