"""Files of readers."""

from collections.abc import Callable

from django.db.models import QuerySet

from sellers.profiles.models import Seller

from ..exceptions import NoSuchImport
from ..models import Import

_written_to: list[Callable[[list[int]], set[int]]] = []


def register_written_to(look: Callable[[list[int]], set[int]]) -> None:
    """`look(subscriber ids)` gives those to whom a letter went or is about to go. Delivery, above, tells it here."""
    _written_to.append(look)


def written_to(subscriber_ids: list[int]) -> set[int]:
    """Which of these readers a letter was written to, or is about to be: nobody may pretend that they were never on the list."""
    return {pk for look in _written_to for pk in look(subscriber_ids)}


def imports_of(*, seller: Seller) -> QuerySet[Import]:
    """The files the seller brought, the newest first."""
    return Import.objects.filter(seller=seller).order_by("-created_at", "-pk")


def import_for(*, seller: Seller, pk: int) -> Import:
    """An import of this seller; NoSuchImport when there is none or it is another seller's."""
    found = Import.objects.select_related("seller", "by").filter(seller=seller, pk=pk).first()
    if found is None:
        raise NoSuchImport
    return found


def remembered_columns(*, seller: Seller, headers: list[str]) -> dict[str, int]:
    """How the seller read her last file with the same first line; empty when there was none."""
    done = imports_of(seller=seller).filter(state__in=(Import.State.DONE, Import.State.UNDONE), headers=headers)
    return dict(done.values_list("columns", flat=True).first() or {}) if headers else {}
