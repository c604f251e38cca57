"""Keeps groups true to roles, whatever saved the user."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_migrate, post_save
from django.dispatch import receiver

from hub.common import audit

from . import services
from .idleness import be_seen
from .models import User


@receiver(post_save, sender=User, dispatch_uid="accounts.sync_groups")
def put_into_group(sender: type[User], instance: User, created: bool, update_fields: frozenset[str] | None, raw: bool, **_: Any) -> None:
    if not raw and (created or update_fields is None or "role" in update_fields):
        services.sync_groups(instance)


@receiver(post_migrate, dispatch_uid="accounts.sync_roles")
def write_roles_down(sender: Any, **_: Any) -> None:
    # django.contrib.auth stands after all rooms in INSTALLED_APPS, so their permissions exist by now.
    if sender.label == "auth":
        services.sync_roles()


@receiver(user_logged_in, dispatch_uid="accounts.signed_in")
def note_sign_in(sender: Any, user: User, request: Any = None, **_: Any) -> None:
    if request is not None:
        be_seen(request)
    audit.record("user.signed_in", actor=user, subject=f"user:{user.pk}")


@receiver(user_logged_out, dispatch_uid="accounts.signed_out")
def note_sign_out(sender: Any, user: User | None, **_: Any) -> None:
    if user is not None:
        audit.record("user.signed_out", actor=user, subject=f"user:{user.pk}")


@receiver(user_login_failed, dispatch_uid="accounts.sign_in_failed")
def note_failed_sign_in(sender: Any, credentials: dict[str, Any], **_: Any) -> None:
    """By account, never by what was typed: an address that nobody has is not ours to keep."""
    typed = credentials.get("email") or credentials.get("username") or ""
    found = User.objects.filter(email__iexact=typed).values_list("pk", flat=True).first() if typed else None
    audit.record("user.sign_in_failed", subject=f"user:{found}" if found else "user:unknown")


@receiver(account.password_changed, dispatch_uid="accounts.password_changed")
@receiver(account.password_reset, dispatch_uid="accounts.password_reset")
@receiver(account.password_set, dispatch_uid="accounts.password_set")
def note_new_password(sender: Any, user: User, **_: Any) -> None:
    audit.record("user.password_changed", actor=user, subject=f"user:{user.pk}")


def _note_second_factor(action: str) -> Any:
    def note(sender: Any, user: User, authenticator: Any, **_: Any) -> None:
        audit.record(f"user.second_factor_{action}", actor=user, subject=f"user:{user.pk}", data={"type": str(authenticator.type)})

    return note


for _signal, _action in (
    (mfa.authenticator_added, "added"),
    (mfa.authenticator_removed, "removed"),
    (mfa.authenticator_reset, "renewed"),
    (mfa.authentication_failed, "failed"),
):
    _signal.connect(_note_second_factor(_action), weak=False, dispatch_uid=f"accounts.second_factor_{_action}")
