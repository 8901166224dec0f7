"""How people come, what they do on the way, where they leave."""

from queries.catalogue.families import Family

FAMILY = Family("Touchpoints", place=25)
