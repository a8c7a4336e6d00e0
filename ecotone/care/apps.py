"""Registers the room with Django, and its fences."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "ecotone.care"
    label = "care"

    def ready(self) -> None:
        from ecotone.access import fences
        from ecotone.care.fences import FENCES, FUNCTIONS

        fences.add(FENCES, FUNCTIONS)
