"""Registers the room with Django, and its fences."""

from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "ecotone.rights"
    label = "rights"

    def ready(self) -> None:
        from ecotone.access import fences
        from ecotone.rights.fences import FENCES

        fences.add(FENCES, {})
