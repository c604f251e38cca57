"""What each role may do, as permission names. Rooms above add theirs from AppConfig.ready(); services.sync_roles writes them down."""

from .models import Role

GROUP_NAMES = {
    Role.SELLER: "Sellers",
    Role.LEAD: "Marketing leads",
    Role.ASSISTANT: "Assistants",
    Role.ADMINISTRATOR: "Administrators",
}
# Who stands at a counter sees nothing of Wagtail's but what writing needs.
WRITERS = frozenset({Role.SELLER, Role.ASSISTANT})

_permissions: dict[str, set[str]] = {role: {"wagtailadmin.access_admin"} for role in Role}
# Rights on pictures hang on a collection in Wagtail, and we have one: the root.
_picture_rights: dict[str, tuple[str, ...]] = {
    Role.SELLER: ("add_image", "choose_image"),
    Role.ASSISTANT: ("add_image", "choose_image"),
    Role.LEAD: ("add_image", "change_image", "choose_image"),
    Role.ADMINISTRATOR: ("add_image", "change_image", "choose_image"),
}


def allow(role: str, *permissions: str) -> None:
    """Give a role permissions named "app_label.codename". Called while apps get ready, before sync_roles runs."""
    _permissions[role].update(permissions)


def permissions_of(role: str) -> frozenset[str]:
    return frozenset(_permissions[role])


def picture_rights_of(role: str) -> tuple[str, ...]:
    return _picture_rights[role]
