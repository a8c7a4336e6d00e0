"""Django's `flush`, with the audit's guards lowered for as long as it takes."""

from typing import Any

from django.core.management.commands import flush

from ecotone.access import guards


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        with guards.lowered():
            super().handle(**options)
