"""Registers the room with Django."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "ecotone.directory"
    label = "directory"
