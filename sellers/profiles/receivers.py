"""Grants end with the role or the sign-in that they were given to."""

from typing import Any

from django.dispatch import receiver

from hub.accounts.models import User
from hub.accounts.signals import role_changed, user_deactivated

from . import services


@receiver(role_changed, sender=User, dispatch_uid="profiles.role_changed")
def end_grants_of_another_role(sender: Any, user: User, **_: Any) -> None:
    services.end_grants_of(user, why="role changed")


@receiver(user_deactivated, sender=User, dispatch_uid="profiles.user_deactivated")
def end_grants_of_somebody_gone(sender: Any, user: User, **_: Any) -> None:
    services.end_grants_of(user, why="sign-in ended")
