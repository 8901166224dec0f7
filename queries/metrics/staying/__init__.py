"""Who stays, who comes back, who leaves."""
