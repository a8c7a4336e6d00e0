"""Registers the room with Django, so that its templates and assets are found."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "ecotone.web"
    label = "web"
