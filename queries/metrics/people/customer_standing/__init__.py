"""Where one customer stands among all."""
