"""Whether what was done worked: tests with arms, how large they have to be, and actions with somebody held out."""

from queries.catalogue.families import Family

FAMILY = Family("Experiments", place=58)
