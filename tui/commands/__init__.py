"""Every key and word that can be pressed or typed, written once."""
