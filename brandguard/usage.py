"""Who writes for which regions, as far as the guard may know: rooms above say it, by a function they register."""

from collections.abc import Callable

from hub.accounts.models import Role, User

_looks: list[Callable[[User], set[str]]] = []


def register_regions(look: Callable[[User], set[str]]) -> None:
    """`look(user)` gives the codes of the regions this user writes for; empty when it knows none."""
    _looks.append(look)


def regions_of(user: User) -> set[str] | None:
    """Codes of the regions whose texts this user may use; None: all of them (leads and administrators of all regions)."""
    if user.role in (Role.LEAD, Role.ADMINISTRATOR):
        return {user.region.code} if user.region else None
    return set().union(*(look(user) for look in _looks))
