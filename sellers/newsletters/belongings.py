"""Whose things a letter shows. The choosers offer a writer's own and the company's; a form made by hand could name anybody's."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sellers.profiles.queries import pages_linked_by, pictures_used_by

from . import richtext

if TYPE_CHECKING:
    from hub.accounts.models import User
    from sellers.profiles.models import Seller

# ("picture" | "page" | "document", its id)
Key = tuple[str, int]
REFUSALS = {
    "picture": "this picture is not yours to use. Choose one of yours or of the company's.",
    "page": "this link leads to a page that is not yours. Link to your own page, or give a web address.",
    "document": "documents cannot be linked in a letter. Give a web address instead.",
}


@dataclass(frozen=True)
class Used:
    """A thing from the library or the page tree that one block of a letter names."""

    kind: str
    pk: int
    location: str
    place: str

    @property
    def key(self) -> Key:
        return self.kind, self.pk

    @property
    def message(self) -> str:
        return f"{self.place}: {REFUSALS[self.kind]}"


def used_in(body: Iterable[Any]) -> Iterator[Used]:
    """Every picture, page and document that a body names, block by block."""
    for number, child in enumerate(body):
        place = f"Block {number + 1} ({child.block.label or child.block_type})"
        for kind, pk in _keys(child):
            yield Used(kind, pk, f"body/{child.id or number}", place)


def _keys(child: Any) -> Iterator[Key]:
    if child.block_type in ("picture", "product") and child.value.get("image") is not None:
        yield "picture", child.value["image"].pk
    elif child.block_type == "text" and ("linktype=" in child.value.source or "<embed" in child.value.source):
        yield from _named_in_text(child.value.source)


def _named_in_text(source: str) -> Iterator[Key]:
    root = richtext.tree(source)
    for element in (*root.iter("a"), *root.iter("embed")):
        kind = element.get("linktype") or {"image": "picture"}.get(element.get("embedtype", ""))
        number = element.get("id", "")
        if kind in REFUSALS:
            yield kind, int(number) if number.isdecimal() else 0


def foreign(body: Iterable[Any], *, seller: "Seller", viewer: "User | None" = None, held: Collection[Key] = ()) -> list[Used]:
    """What a letter of this seller's may not show: other writers' pictures, other sellers' pages, documents, and what is not there.

    `viewer` is who is writing; `held` names what the letter showed before, which may stay.
    """
    asked = [used for used in used_in(body) if used.key not in held]
    open_: dict[str, Callable[[set[int]], set[int]]] = {
        "picture": lambda ids: set(pictures_used_by(seller=seller, viewer=viewer).filter(pk__in=ids).values_list("pk", flat=True)),
        "page": lambda ids: set(pages_linked_by(seller=seller).filter(pk__in=ids).values_list("pk", flat=True)),
        "document": lambda ids: set(),
    }
    allowed = {
        kind: look({used.pk for used in asked if used.kind == kind}) for kind, look in open_.items() if any(u.kind == kind for u in asked)
    }
    return [used for used in asked if used.pk not in allowed[used.kind]]
