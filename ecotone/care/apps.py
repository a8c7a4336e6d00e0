"""Registers the room with Django."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "ecotone.care"
    label = "care"
