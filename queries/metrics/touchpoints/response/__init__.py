"""Whether customers respond to what is sent to them."""
