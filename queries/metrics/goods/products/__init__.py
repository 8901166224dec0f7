"""Which products bring people back."""
