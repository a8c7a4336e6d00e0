"""Registers the room with Django, and has the audit's guards lowered for migrations alone."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class AccessConfig(AppConfig):
    name = "ecotone.access"
    label = "access"

    def ready(self) -> None:
        """Migrations can say nothing of what comes with a table made anew: Django's two moments around them can."""
        from ecotone.access import guards

        pre_migrate.connect(guards.take_down, sender=self)
        post_migrate.connect(guards.put_up, sender=self)
