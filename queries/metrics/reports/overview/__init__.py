"""The key figures of a scope, with their trends."""
