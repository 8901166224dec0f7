"""A shop whose truth is known: two years of customers, drawn from a seed, to try things on and to test."""

from sample_data.effects import Effects
from sample_data.generate import customers_for, generate, latent
from sample_data.truth import Truth, read_truth

__all__ = ["Effects", "Truth", "customers_for", "generate", "latent", "read_truth"]
