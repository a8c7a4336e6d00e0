"""Registers the room with Django; the audit's guards and all fences are lowered for migrations alone."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class AccessConfig(AppConfig):
    name = "ecotone.access"
    label = "access"

    def ready(self) -> None:
        """Migrations can say nothing of what comes with a table made anew: Django's two moments around them can."""
        from ecotone.access import fences, guards

        for each in (guards, fences):
            pre_migrate.connect(each.take_down, sender=self)
            post_migrate.connect(each.put_up, sender=self)
