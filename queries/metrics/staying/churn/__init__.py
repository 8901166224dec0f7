"""Thresholds of silence, and whom each calls churned."""
