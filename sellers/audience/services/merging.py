"""Two cards that are one person become one, and apart again when that was a mistake.

Nobody's consent moves: each address keeps its own. One card goes on; if either address has left, the joined card is off, and it
stays off whatever the other one said. Taking the merge back gives each address what its own words say, never more.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hub.common import audit
from hub.common.exceptions import NotAllowed

from ..choices import Source
from ..exceptions import CannotMerge
from ..models import CardMerge, ConsentEvent, Note, Person, SpecialDay, Subscriber, Suppression
from .editing import note_edit
from .finding import ON_THE_CARD, refresh_search
from .people import record_consent
from .quieting import WISHES, own_wishes, settle_wishes

State, Kind = Subscriber.State, ConsentEvent.Kind
_FIELDS = (*ON_THE_CARD, "stage", "language")
# A dead mailbox is no word of its owner's: its card may go into the one with the new address.
_SAID_NO = (Suppression.Reason.UNSUBSCRIBED, Suppression.Reason.COMPLAINED, Suppression.Reason.MANUAL, Suppression.Reason.ERASED)


@transaction.atomic
def merge_cards(kept: Subscriber, joined: Subscriber, *, by: Any) -> CardMerge:
    """Join `joined` into `kept`: tags, notes, days, topics she does without and what is empty on the kept card come over; of their
    rhythms the rarer counts, of their pauses the later one.

    Raises NotAllowed, CannotMerge.
    """
    if by is not None and by.pk != kept.seller.user_id:
        raise NotAllowed("Only the seller herself joins cards of her list.")
    kept, joined = _locked(kept, joined)
    if Subscriber.objects.filter(merged_into=joined).exists():
        raise CannotMerge("Other cards are joined with this one. Keep it, and join the other one into it.")
    if joined.state == State.ACTIVE and kept.state == State.PENDING:
        raise CannotMerge("Keep the card whose address has said yes: the other one has not answered yet.")
    off = _has_left(kept) or _has_left(joined)
    before: dict[str, Any] = {
        "kept": {"state": kept.state, "card": {field: getattr(kept, field) for field in _FIELDS}},
        "joined": {"state": joined.state},
        "notes": list(joined.notes.values_list("pk", flat=True)),
        "days": _move_days(kept, joined),
        "tags": [tag.pk for tag in joined.tags.all() if tag not in set(kept.tags.all())],
        "muted": [topic.pk for topic in joined.muted.all() if topic not in set(kept.muted.all())],
        "own": own_wishes(kept),
    }
    merge = CardMerge.objects.create(kept=kept, joined=joined, by=by, at=timezone.now(), before=before)
    Note.objects.filter(subscriber=joined).update(subscriber=kept)
    kept.tags.add(*before["tags"])
    kept.muted.add(*before["muted"])
    changes = _fill_gaps(kept, joined)
    if off and kept.state != State.LEFT:
        kept.state, kept.left_at = State.LEFT, timezone.now()
    settle_wishes(kept, before["own"])
    kept.save(update_fields=["state", "left_at", *WISHES, *_FIELDS])
    joined.state, joined.merged_into = State.MERGED, kept
    joined.save(update_fields=["state", "merged_into"])
    _tell(merge, Kind.MERGED, "merged", {**changes, "joined": ["", joined.name]}, by=by)
    return merge


@transaction.atomic
def undo_merge(merge: CardMerge, *, by: Any) -> None:
    """Separate two joined cards. Words typed since then stay on the kept card. Who said no in the meantime stays off, on both.

    Raises NotAllowed, CannotMerge when it was taken back already.
    """
    if by is not None and by.pk != merge.kept.seller.user_id:
        raise NotAllowed("Only the seller herself separates cards of her list.")
    merge = CardMerge.objects.select_for_update(of=("self",)).select_related("kept", "joined").get(pk=merge.pk)
    if merge.undone_at is not None:
        raise CannotMerge("These cards are separate already.")
    kept, joined = merge.kept, merge.joined = _locked(merge.kept, merge.joined, undoing=True)
    _give_back(merge, kept, joined)
    merge.undone_at, merge.undone_by = timezone.now(), by
    merge.save(update_fields=["undone_at", "undone_by"])
    joined.merged_into = None
    if joined.state == State.MERGED:
        _restore(joined, merge.before["joined"]["state"])
    joined.save(update_fields=["state", "left_at", "merged_into"])
    # Off only because of the other address, and not joined with any other that has left: her own word counts again.
    still = any(_has_left(other) for other in Subscriber.objects.filter(merged_into=kept).select_related("person"))
    if kept.state == State.LEFT and merge.before["kept"]["state"] != State.LEFT and not still:
        _restore(kept, merge.before["kept"]["state"])
    settle_wishes(kept, merge.before.get("own"))  # merges of earlier versions left them alone
    kept.save(update_fields=["state", "left_at", *WISHES, *_FIELDS])
    _tell(merge, Kind.SPLIT, "split", {"joined": [joined.name, ""]}, by=by)
    refresh_search(joined)


def let_go(cards: Iterable[int]) -> None:
    """These cards are about to be deleted: whatever is joined with them stands alone again, and off the list."""
    for joined in Subscriber.objects.filter(merged_into__in=list(cards)).select_related("person"):
        joined.state, joined.merged_into, joined.left_at = State.LEFT, None, joined.left_at or timezone.now()
        joined.save(update_fields=["state", "merged_into", "left_at"])


def end_by_her_own_word(subscriber: Subscriber) -> None:
    """A joined address has confirmed for itself: its card stands alone again, what was written down stays where it is."""
    CardMerge.objects.filter(joined=subscriber, undone_at=None).update(undone_at=timezone.now())
    subscriber.merged_into = None


def _locked(kept: Subscriber, joined: Subscriber, *, undoing: bool = False) -> tuple[Subscriber, Subscriber]:
    """Both cards as they are now, their persons locked in one order as every flow does."""
    list(Person.objects.select_for_update().filter(pk__in=[kept.person_id, joined.person_id]).order_by("pk"))
    found = {s.pk: s for s in Subscriber.objects.select_related("seller", "person").filter(pk__in=[kept.pk, joined.pk])}
    if len(found) < 2 or kept.seller_id != joined.seller_id:
        raise CannotMerge("There are no two such cards on one list.")
    if not undoing and State.MERGED in {one.state for one in found.values()}:
        raise CannotMerge("One of the two is joined with another card already. Separate that first.")
    return found[kept.pk], found[joined.pk]


def _has_left(subscriber: Subscriber) -> bool:
    """Whether this address, by its own word, is off this seller's list."""
    no = Suppression.objects.filter(Q(seller=subscriber.seller_id) | Q(seller=None), reason__in=_SAID_NO)
    return subscriber.state == State.LEFT or bool(subscriber.left_at) or no.filter(address_hash=subscriber.person.address_hash).exists()


def _restore(subscriber: Subscriber, state: str) -> None:
    """Back to what it was, unless its address has said no since."""
    subscriber.state = state
    if state != State.LEFT:
        no = Suppression.objects.filter(Q(seller=subscriber.seller_id) | Q(seller=None), reason__in=_SAID_NO)
        left = no.filter(address_hash=subscriber.person.address_hash).exists()
        subscriber.state, subscriber.left_at = (State.LEFT, subscriber.left_at or timezone.now()) if left else (state, None)


def _fill_gaps(kept: Subscriber, joined: Subscriber) -> dict[str, list[str]]:
    changes = {}
    for field in _FIELDS:
        if not getattr(kept, field) and (theirs := getattr(joined, field)):
            changes[field] = ["", theirs]
            setattr(kept, field, theirs)
    return changes


def _move_days(kept: Subscriber, joined: Subscriber) -> list[int]:
    """The joined card's days come over, but for a second birthday and for what is there already; the ids that moved."""
    there = {(day.kind, day.day, day.month) for day in kept.days.all()}
    birthday = any(kind == SpecialDay.Kind.BIRTHDAY for kind, _, _ in there)
    moving = [
        day.pk
        for day in joined.days.all()
        if (day.kind, day.day, day.month) not in there and not (birthday and day.kind == SpecialDay.Kind.BIRTHDAY)
    ]
    SpecialDay.objects.filter(pk__in=moving).update(subscriber=kept)
    return moving


def _give_back(merge: CardMerge, kept: Subscriber, joined: Subscriber) -> None:
    before = merge.before
    Note.objects.filter(subscriber=kept, pk__in=before["notes"]).update(subscriber=joined)
    SpecialDay.objects.filter(subscriber=kept, pk__in=before["days"]).update(subscriber=joined)
    kept.tags.remove(*before["tags"])
    kept.muted.remove(*before.get("muted", ()))  # merges of earlier versions did not take them over
    for field, value in before["kept"]["card"].items():
        if not value and getattr(kept, field) == getattr(joined, field):
            setattr(kept, field, "")


def _tell(merge: CardMerge, kind: str, what: str, changes: dict[str, Any], *, by: Any) -> None:
    kept, joined = merge.kept, merge.joined
    for one in (kept, joined):
        record_consent(one.person, one.seller, kind, source=Source.SELLER)
    note_edit(kept, what, changes, by=by)
    refresh_search(kept)
    data = {"seller": kept.seller_id, "joined": joined.pk, "state": kept.state}
    audit.record(f"audience.{what}", actor=by, subject=f"subscriber:{kept.pk}", data=data)
