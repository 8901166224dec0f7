"""What a customer is worth from here: histories, the models fitted to them, and their doubts."""
