"""Who may sign in, and as what."""

from django.db import transaction
from guardian.models import UserObjectPermission

from hub.common import audit
from hub.common.exceptions import HubError, NotAllowed
from hub.company.models import Region

from ..doors import require_administrator
from ..models import Role, User
from ..queries import is_last_administrator
from ..signals import role_changed, user_deactivated
from .invitations import invite, revoke_invitation
from .sessions import end_sessions


@transaction.atomic
def create_user(
    *,
    email: str,
    name: str,
    role: str,
    by: User | None,
    region: Region | None = None,
    language: str = "",
    password: str | None = None,
    invited: bool = True,
) -> User:
    """Someone new who signs in. Without a password she is sent an invitation, unless `invited` is False.

    `by` is an administrator, or None for a command on the server. NotAllowed for others, HubError for an address in use.
    """
    require_administrator(by)
    if User.objects.filter(email__iexact=email.strip()).exists():
        raise HubError("Somebody already signs in with this address. Look for it in the list of people.", code="address_in_use")
    user = User.objects.create_user(email, password, name=name, role=Role(role), region=region, language=language)
    audit.record("user.created", actor=by, subject=f"user:{user.pk}", data={"role": user.role, "region": user.region_id})
    if password is None and invited:
        invite(user, by=by)
    return user


@transaction.atomic
def change_details(user: User, *, name: str, email: str, region: Region | None, by: User | None) -> User:
    """Name, sign-in address and region. A changed address ends her sessions: it is the door that moved."""
    require_administrator(by)
    if User.objects.filter(email__iexact=email.strip()).exclude(pk=user.pk).exists():
        raise HubError("Somebody already signs in with this address. Look for it in the list of people.", code="address_in_use")
    moved = user.email != email.strip().lower()
    changed = [field for field, value in {"name": name, "region": region}.items() if getattr(user, field) != value]
    user.name, user.email, user.region = name, email.strip().lower(), region
    user.save(update_fields=["name", "email", "region"])
    if moved:
        end_sessions(user, by=by)
    audit.record("user.changed", actor=by, subject=f"user:{user.pk}", data={"fields": changed + ["email"] * moved})
    return user


@transaction.atomic
def change_role(user: User, *, role: str, by: User | None) -> User:
    """Another role: rights of the old one end at once, grants to write for sellers included. Does nothing if it is hers already."""
    require_administrator(by)
    before, user.role = user.role, Role(role)
    if before == user.role:
        return user
    if is_last_administrator(User.objects.select_for_update().get(pk=user.pk)):
        raise NotAllowed("This is the last administrator. Make somebody else an administrator first.", code="last_administrator")
    user.save(update_fields=["role"])
    UserObjectPermission.objects.filter(user=user).delete()
    audit.record("user.role_changed", actor=by, subject=f"user:{user.pk}", data={"before": before, "after": user.role})
    role_changed.send(User, user=user, role_before=before)
    return user


@transaction.atomic
def deactivate_user(user: User, *, by: User | None) -> User:
    """She may not sign in any more; her sessions end now. What she wrote stays. NotAllowed for the last administrator."""
    require_administrator(by)
    if is_last_administrator(User.objects.select_for_update().get(pk=user.pk)):
        raise NotAllowed("This is the last administrator. Make somebody else an administrator first.", code="last_administrator")
    revoke_invitation(user, by=by)
    user.is_active = False
    user.save(update_fields=["is_active"])
    UserObjectPermission.objects.filter(user=user).delete()
    end_sessions(user, by=by)
    audit.record("user.deactivated", actor=by, subject=f"user:{user.pk}")
    user_deactivated.send(User, user=user)
    return user


@transaction.atomic
def reactivate_user(user: User, *, by: User | None) -> User:
    """She may sign in again, with the role she had. Grants to write for sellers do not come back."""
    require_administrator(by)
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record("user.reactivated", actor=by, subject=f"user:{user.pk}")
    return user
