"""Names this room to Django."""

from django.apps import AppConfig


class AdaptersConfig(AppConfig):
    name = "ecotone.adapters"
