"""How well customers are served: contacts, first reply, resolution, and what they are about."""
