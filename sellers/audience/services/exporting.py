"""A seller takes her own list with her as a file."""

from collections.abc import Iterator
from typing import Any

from hub.common import audit
from hub.common.exceptions import NotAllowed
from sellers.profiles.models import Seller

from ..files.defusing import csv_pieces, xlsx_pieces
from ..models import Subscriber
from ..queries import exported_rows

_WRITERS = {"csv": csv_pieces, "xlsx": xlsx_pieces}


def export_readers(*, seller: Seller, kind: str, by: Any) -> Iterator[bytes]:
    """The seller's whole list as `csv` or `xlsx`, in pieces; the audit trail says who took how many. Raises NotAllowed."""
    if by.pk != seller.user_id or kind not in _WRITERS:
        raise NotAllowed("Only the seller herself takes her list as a file.")
    count = Subscriber.objects.filter(seller=seller).count()
    audit.record("audience.exported", actor=by, subject=f"seller:{seller.pk}", data={"readers": count, "kind": kind})
    return _WRITERS[kind](exported_rows(seller=seller))
