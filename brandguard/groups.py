"""Groups of writers for whom a rule can be tried out, as far as the guard may know: rooms above name them.

A document says to which it belongs: facts["group"].
"""

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from hub.accounts.models import User


class Group(NamedTuple):
    """`key` is opaque here; `label` is for the eye."""

    key: str
    label: str


Look = Callable[[User, str, Collection[str] | None], Iterable[Group]]
_looks: list[Look] = []


def register_groups(look: Look) -> None:
    """`look(viewer, words, keys)` gives groups this person may choose: those whose label has the words, or those of these keys."""
    _looks.append(look)


def groups_like(words: str, *, viewer: User) -> list[Group]:
    return [group for look in _looks for group in look(viewer, words, None)]


def groups_named(keys: Collection[str], *, viewer: User) -> list[Group]:
    """The groups of these keys that this person may choose; the others are left out."""
    return [group for look in _looks for group in look(viewer, "", keys)] if keys else []
