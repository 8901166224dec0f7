"""How selling goes."""
