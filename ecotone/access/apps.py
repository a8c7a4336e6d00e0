"""Registers the room with Django."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "ecotone.access"
    label = "access"
