"""Invented people: made by chance in `lives`, or by hand in `jean` and `cast`.

    someone(rng, today=…)   a whole life: person, circle, story, what is asked for and how it may go
    JEAN                    the main journey, every sentence of it written by hand
    LEANNE                  a person with something in her story that must be kept from most readers
    CAST                    those who sign in to the demo, with the hats they wear

Nobody here is anybody. Numbers that look like CHI numbers are explained in `identifiers`.
"""

from ecotone.demo.content.people.archetypes import ARCHETYPES
from ecotone.demo.content.people.cast import CAST
from ecotone.demo.content.people.jean import JEAN
from ecotone.demo.content.people.leanne import LEANNE
from ecotone.demo.content.people.lives import someone
from ecotone.demo.content.people.pools import COMPLAINTS, CONTRIBUTIONS, DECLINES

__all__ = ["ARCHETYPES", "CAST", "COMPLAINTS", "CONTRIBUTIONS", "DECLINES", "JEAN", "LEANNE", "someone"]
