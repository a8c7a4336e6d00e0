"""Registers the room with Django, and its fences."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "ecotone.people"
    label = "people"

    def ready(self) -> None:
        from ecotone.access import fences
        from ecotone.people.fences import FENCES, FUNCTIONS

        fences.add(FENCES, FUNCTIONS)
