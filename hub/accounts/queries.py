"""Reads about people who sign in."""

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet

from hub.common.exceptions import NotAllowed

from .models import Role, User
from .roles import GROUP_NAMES


def group_of(role: str) -> Group:
    """The Django group that carries a role's rights, made if the database does not know it yet."""
    return Group.objects.get_or_create(name=GROUP_NAMES[Role(role)])[0]


def is_administrator(user: User) -> bool:
    return user.is_active and (user.role == Role.ADMINISTRATOR or user.is_superuser)


def people(*, viewer: User) -> QuerySet[User]:
    """Everybody who signs in. NotAllowed for all but administrators."""
    if not is_administrator(viewer):
        raise NotAllowed("Only an administrator sees who signs in. Please ask one of yours.")
    return User.objects.select_related("region").order_by("name", "email")


def leads_for(*, region_id: int | None) -> QuerySet[User]:
    """The marketing leads who look after a region: those of the region and those of all regions."""
    return User.objects.filter(Q(region=None) | Q(region_id=region_id), role=Role.LEAD, is_active=True)


def is_last_administrator(user: User) -> bool:
    others = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=user.pk)
    return user.role == Role.ADMINISTRATOR and user.is_active and not others.exists()
