"""Notes of a day, and the days of the year that matter to a reader."""

from calendar import monthrange
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from ..exceptions import BadCard
from ..models import Note, SpecialDay, Subscriber
from .editing import note_edit, require_owner
from .finding import refresh_search

LONGEST_NOTE = 4000
_LEAP = 2000  # a year in which 29 February exists


@transaction.atomic
def write_note(subscriber: Subscriber, text: str, *, on: date | None = None, by: Any) -> Note:
    """Write something down under a day, today unless said. Raises NotAllowed, BadCard."""
    require_owner(subscriber, by)
    note = Note.objects.create(subscriber=subscriber, on=on or timezone.localdate(), text=_clean(text), by=by, written_at=timezone.now())
    note_edit(subscriber, "note", {"note": ["", note.text]}, by=by)
    refresh_search(subscriber)
    return note


@transaction.atomic
def change_note(note: Note, text: str, *, on: date | None = None, by: Any) -> Note:
    """Raises NotAllowed, BadCard."""
    require_owner(note.subscriber, by)
    before, note.text, note.on = note.text, _clean(text), on or note.on
    note.save(update_fields=["text", "on"])
    note_edit(note.subscriber, "note", {"note": [before, note.text]}, by=by)
    refresh_search(note.subscriber)
    return note


@transaction.atomic
def delete_note(note: Note, *, by: Any) -> None:
    """The history keeps that a note of that day is gone, not what it said. Raises NotAllowed."""
    require_owner(note.subscriber, by)
    subscriber, day = note.subscriber, note.on
    note.delete()
    note_edit(subscriber, "note", {"deleted": [day.isoformat(), ""]}, by=by)
    refresh_search(subscriber)


@transaction.atomic
def set_day(subscriber: Subscriber, *, kind: str, day: int, month: int, year: int | None = None, label: str = "", by: Any) -> SpecialDay:
    """Note a day; a second birthday or one of the same kind and label takes the place of the first. Raises NotAllowed, BadCard."""
    require_owner(subscriber, by)
    check_day_of_year(day, month, year)
    label = " ".join(label.split())[:80]
    if kind not in SpecialDay.Kind.values or (kind == SpecialDay.Kind.OTHER and not label):
        raise BadCard("Please say what this day is.")
    same: dict[str, Any] = {"subscriber": subscriber, "kind": kind} | ({} if kind == SpecialDay.Kind.BIRTHDAY else {"label": label})
    before = SpecialDay.objects.filter(**same).first()
    found, _ = SpecialDay.objects.update_or_create(**same, defaults={"day": day, "month": month, "year": year, "label": label})
    note_edit(subscriber, "day", {label or kind: [_said(before), _said(found)]}, by=by)
    return found


@transaction.atomic
def remove_day(day: SpecialDay, *, by: Any) -> None:
    """Raises NotAllowed."""
    require_owner(day.subscriber, by)
    note_edit(day.subscriber, "day", {day.label or day.kind: [_said(day), ""]}, by=by)
    day.delete()


def check_day_of_year(day: int, month: int, year: int | None = None) -> None:
    """Raises BadCard for a day that no calendar has. The year may be left out."""
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year or _LEAP, month)[1] or (year is not None and not 1880 <= year <= 2200):
        raise BadCard("There is no such day. Please write day and month, such as 31.5., and the year if you know it.")


def _said(day: SpecialDay | None) -> str:
    if day is None:
        return ""
    return f"{day.year}-{day.month:02}-{day.day:02}" if day.year else f"{day.month:02}-{day.day:02}"


def _clean(text: str) -> str:
    text = text.strip().replace("\0", "")
    if not text or len(text) > LONGEST_NOTE:
        raise BadCard(f"A note has something in it, and at most {LONGEST_NOTE} characters.")
    return text
