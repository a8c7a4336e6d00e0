"""Registers the room with Django."""

from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "ecotone.rights"
    label = "rights"
