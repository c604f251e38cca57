"""Everything that is held about one person, as data: for her alone, by a link from her mailbox (GDPR, articles 15 and 20)."""

from collections.abc import Callable
from typing import Any

from ..models import ConsentEvent, Subscriber
from .consent import own_history, subscriptions_of

_more: dict[str, Callable[[list[int]], Any]] = {}
_CARD = (
    "first_name", "last_name", "salutation", "language", "how_we_met", "note", "phone", "tastes", "sizes", "looks_for", "stage",
)  # fmt: skip


def register_about(name: str, look: Callable[[list[int]], Any]) -> None:
    """`look(subscriber ids)` gives what a room above holds about these readers, as JSON takes it. It stands under `name`."""
    _more[name] = look


def everything_about(*, subscriber: Subscriber) -> dict[str, Any]:
    """Her address, what each seller wrote down, every word of hers, and what the rooms above hold."""
    mine = list(subscriptions_of(subscriber=subscriber).prefetch_related("tags", "notes", "days", "edits", "muted"))
    held = {name: look([one.pk for one in mine]) for name, look in _more.items()}
    return {
        "address": subscriber.person.address,
        "lists": [_list(one) for one in mine],
        "what_i_said": [_said(event) for event in own_history(subscriber=subscriber).select_related("seller", "imported_by")],
        **held,
    }


def _list(one: Subscriber) -> dict[str, Any]:
    return {
        "seller": one.seller.name,
        "state": one.get_state_display(),
        "since": one.added_at,
        "confirmed": one.confirmed_at,
        "left": one.left_at,
        "last_letter": one.last_sent_at,
        **{name: getattr(one, name) for name in _CARD},
        "tags": [tag.name for tag in one.tags.all()],
        "notes": [{"day": note.on, "text": note.text} for note in one.notes.all()],
        "days": [{"what": day.label or day.kind, "day": day.day, "month": day.month, "year": day.year} for day in one.days.all()],
        "history": [{"at": edit.at, "what": edit.what, "changes": edit.changes} for edit in one.edits.all()],
        "rhythm_in_days": one.rhythm_days,
        "pause_until": one.pause_until,
        "unwanted_topics": [str(topic) for topic in one.muted.all()],
    }


def _said(event: ConsentEvent) -> dict[str, Any]:
    proof = ("wording", "wording_version", "locale", "page", "ip", "source", "stated", "line")
    came = {"file_sha256": event.imported_by.sha256} if event.imported_by else {}
    return {
        "at": event.at,
        "what": event.get_kind_display(),
        "seller": event.seller.name if event.seller else None,
        **{name: value for name in proof if (value := getattr(event, name))},
        **came,
    }
