"""Single customers: lists of them, and the portrait of one."""
