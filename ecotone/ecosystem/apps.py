"""Registers the room with Django."""

from django.apps import AppConfig


class EcosystemConfig(AppConfig):
    name = "ecotone.ecosystem"
    label = "ecosystem"
