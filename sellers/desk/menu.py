"""The menu of those who write: few words, each a thing they do."""

from wagtail.admin.menu import MenuItem

from hub.accounts.models import Role

# What other rooms offer a seller stands on the desk's own screens; here it would be a second door to the same thing.
INSTEAD = {"sends", "readers", "results"}
# Other rooms' items under the desk's words, in the desk's order.
WORDS = {"my-letters": ("Letters", 4), "my-page": ("My page", 6)}
ROLE_MENUS = frozenset({Role.SELLER, Role.ASSISTANT})


def arrange(menu_items: list[MenuItem], role: str) -> None:
    """Changes the list in place, as Wagtail's hook asks. The items themselves are shared by everybody and stay as they are."""
    kept = [item for item in menu_items if item.name not in INSTEAD]
    menu_items[:] = [_renamed(item) if item.name in WORDS else item for item in kept]


def _renamed(item: MenuItem) -> MenuItem:
    label, order = WORDS[item.name]
    return MenuItem(label, item.url, name=item.name, icon_name=item.icon_name, order=order)
