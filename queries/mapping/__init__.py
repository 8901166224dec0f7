"""Which table and column means what: described, guessed, written as TOML and read back."""
