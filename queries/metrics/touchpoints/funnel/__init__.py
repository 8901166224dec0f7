"""Where customers drop out on the way from a first step to a last."""
