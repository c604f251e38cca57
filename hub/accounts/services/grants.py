"""Roles written down as Django groups, so that Wagtail and guardian understand them."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission

from .. import roles
from ..models import Role, User
from ..queries import group_of

# Wagtail makes these two with publishing rights over the whole tree.
_WAGTAIL_DEFAULTS = ("Editors", "Moderators")


@transaction.atomic
def sync_roles() -> None:
    """Make the groups say what roles.py says, no more and no less. May run any number of times.

    Permissions that the database does not have yet (a half-migrated one) are left out.
    """
    Group.objects.filter(name__in=_WAGTAIL_DEFAULTS, user=None).delete()
    for role in Role:
        group = group_of(role)
        group.permissions.set(_permissions(roles.permissions_of(role)))
        _sync_pictures(group, role)


def sync_groups(user: User) -> None:
    """Put the user into the group of her role and out of all others."""
    user.groups.set([group_of(user.role)])


def _permissions(names: frozenset[str]) -> list[Permission]:
    wanted = Q(pk=None)
    for name in names:
        label, codename = name.split(".", 1)
        wanted |= Q(content_type__app_label=label, codename=codename)
    return list(Permission.objects.filter(wanted))


def _sync_pictures(group: Group, role: str) -> None:
    root = Collection.get_first_root_node()
    if root is None:
        return
    wanted = Permission.objects.filter(content_type__app_label="wagtailimages", codename__in=roles.picture_rights_of(role))
    GroupCollectionPermission.objects.filter(group=group).exclude(collection=root, permission__in=wanted).delete()
    for permission in wanted:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
