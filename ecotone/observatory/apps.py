"""Registers the room with Django."""

from django.apps import AppConfig


class ObservatoryConfig(AppConfig):
    name = "ecotone.observatory"
    label = "observatory"
