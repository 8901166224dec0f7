"""How visits go: how many, how long, how many lead to something."""
