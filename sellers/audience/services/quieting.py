"""Until when a reader gets no letters: by her pause, by her rhythm, and by those of the cards that are joined with hers.

While two cards are one, the wish that keeps more letters from her counts. Each card keeps its own. A merge remembers what the kept card
wished by itself (`own`), until she says it anew on that card's page: her newest word then stands for both, and stays when they part.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from ..models import CardMerge, Subscriber

WISHES = ("rhythm_days", "pause_until", "last_sent_at", "quiet_until")
_NEVER, _LONG_AGO = date.min, datetime.min.replace(tzinfo=UTC)


def quiet_until(subscriber: Subscriber) -> datetime | None:
    """The later of her pause's end and the end of her rhythm since the last letter. Half a day of grace: a weekly letter that goes
    out an hour earlier than last week still reaches her."""
    moments = []
    if subscriber.pause_until:
        moments.append(datetime.combine(subscriber.pause_until, time(), UTC))
    if subscriber.rhythm_days and subscriber.last_sent_at:
        moments.append(subscriber.last_sent_at + timedelta(days=subscriber.rhythm_days) - timedelta(hours=12))
    return max(moments, default=None)


def own_wishes(kept: Subscriber) -> dict[str, Any]:
    """What this card wishes without those that are joined with it, as a merge remembers it."""
    for merge in _open(kept):
        return dict(merge.before["own"])
    return {"rhythm_days": kept.rhythm_days, "pause_until": kept.pause_until and kept.pause_until.isoformat()}


def settle_wishes(kept: Subscriber, own: dict[str, Any] | None) -> None:
    """Set the kept card's wishes from its own and those of the cards joined with it now; the caller saves `WISHES`.

    The last letter to any of the addresses is the last letter to her, and stays so. `own` None: she has spoken since, nothing changes.
    """
    if own is None:
        return
    joined = [merge.joined for merge in _open(kept)]
    pauses = [date.fromisoformat(own["pause_until"]) if own["pause_until"] else None, *(one.pause_until for one in joined)]
    letters = [kept.last_sent_at, *(one.last_sent_at for one in joined)]
    kept.rhythm_days = max([own["rhythm_days"], *(one.rhythm_days for one in joined)])
    kept.pause_until = max(pauses, key=lambda day: day or _NEVER)
    kept.last_sent_at = max(letters, key=lambda moment: moment or _LONG_AGO)
    kept.quiet_until = quiet_until(kept)


def note_own_word(said: Subscriber, *, topics: bool) -> None:
    """She has just chosen on this card's page, with or without topics: it counts for whatever is joined with it, and for the card that
    it is joined with."""
    for merge in CardMerge.objects.filter(kept=said, undone_at=None):
        # What came over with the merge is her own word now.
        merge.before = {**merge.before, "own": None} | ({"muted": []} if topics else {})
        merge.save(update_fields=["before"])
    merge_away = CardMerge.objects.filter(joined=said, undone_at=None).select_related("kept").first()
    if merge_away is not None:
        _carry_over(merge_away, said)


def _carry_over(merge: CardMerge, said: Subscriber) -> None:
    """A link of an older letter to the joined address: its wish keeps letters from the kept card as long as the two are joined."""
    kept, before = merge.kept, merge.before
    own = before.get("own") or own_wishes(kept)
    there = set(kept.muted.values_list("pk", flat=True))
    new = [pk for pk in said.muted.values_list("pk", flat=True) if pk not in there]
    kept.muted.add(*new)
    merge.before = {**before, "own": own, "muted": [*before.get("muted", ()), *new]}
    merge.save(update_fields=["before"])
    settle_wishes(kept, own)
    kept.save(update_fields=WISHES)


def _open(kept: Subscriber) -> list[CardMerge]:
    """Its merges that stand and after which she has not spoken by this card, the oldest first."""
    found = CardMerge.objects.filter(kept=kept, undone_at=None).select_related("joined").order_by("pk")
    return [merge for merge in found if merge.before.get("own")]
