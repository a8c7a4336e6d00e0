"""The kinds of story, each hand-written so that any choice of its parts makes one life without contradiction."""

from ecotone.demo.content.people.archetypes import families, hard_times, illness, later_life

ARCHETYPES = later_life.ALL + illness.ALL + families.ALL + hard_times.ALL
BY_KEY = {archetype.key: archetype for archetype in ARCHETYPES}
