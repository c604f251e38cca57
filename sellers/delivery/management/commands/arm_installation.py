from typing import Any

from django.core.management.base import BaseCommand

from sellers.delivery.services.installation import arm_installation


class Command(BaseCommand):
    help = "Lets this installation send from its database, and no other: after a restore, or when the database has moved."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        done = arm_installation()
        self.stdout.write("This installation sends from now on." if done else "This installation sends already.")
