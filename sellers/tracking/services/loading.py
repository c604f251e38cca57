"""From record files into the database, in batches: events with their verdicts, and the sums that screens read."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F

from hub.common.network import network_of
from sellers.delivery.models import Delivery, Issue

from .. import queries, records, signals
from ..models import Event, RecordFile, Tally
from ..verdicts import HUMAN, by_copy, judge

_BATCH = 2_000
_ALL = -1
Key = tuple[int, str, int, str]


def load_records(folder: Path | None = None) -> int:
    """Load every whole line that was not loaded yet; how many events there were. Safe to be killed anywhere and to run again."""
    folder = folder or Path(settings.RECORDS_DIR)
    count = 0
    for path in records.files(folder):
        while loaded := _load_some(path):
            count += loaded
        if records.is_over(path) and _all_read(path):
            path.unlink(missing_ok=True)
            RecordFile.objects.filter(name=path.name).delete()
    return count


def _all_read(path: Path) -> bool:
    known = RecordFile.objects.filter(name=path.name).first()
    return known is not None and path.stat().st_size <= known.offset


@transaction.atomic
def _load_some(path: Path) -> int:
    """The next lines of a file, at most 2,000; the lines read. What was read and how far stand in one transaction."""
    known, _ = RecordFile.objects.select_for_update().get_or_create(name=path.name)
    with path.open("rb") as file:
        file.seek(known.offset)
        lines = file.readlines(_BATCH * 150)[:_BATCH]
    if lines and not lines[-1].endswith(b"\n"):
        lines.pop()  # somebody is writing it
    if not lines:
        return 0
    store_records(found for line in lines if (found := records.Record.from_line(line)))
    known.offset += sum(len(line) for line in lines)
    known.save(update_fields=["offset"])
    return len(lines)


def store_records(found: Iterable[records.Record]) -> int:
    """Events, verdicts and sums of these records. What names no sent letter is left out; how many were stored."""
    found = list(found)
    issues = {issue.pk: issue for issue in Issue.objects.filter(pk__in={r.letter for r in found}, started_at__isnull=False)}
    ours = dict(Delivery.objects.filter(pk__in={r.delivery for r in found if r.delivery}).values_list("pk", "issue_id"))
    events = [_event(r) for r in found if r.letter in issues and (not r.delivery or ours.get(r.delivery) == r.letter)]
    Event.objects.bulk_create(events)
    _judge_again(events)
    return len(events)


def _event(record: records.Record) -> Event:
    return Event(
        issue_id=record.letter,
        delivery_id=record.delivery or None,
        kind=Event.Kind.OPEN if record.kind == records.OPEN else Event.Kind.CLICK,
        link=record.link,
        at=datetime.fromtimestamp(record.at, UTC),
        method=record.method,
        network=_network(record.address),
        agent=record.agent,
        verdict="",
    )


def _network(address: str) -> str:
    try:
        return network_of(address) if address else ""
    except ValueError:
        return ""


@dataclass
class Sums:
    """How sums change: events by key, and the readers that a key gains or loses."""

    events: Counter[Key] = field(default_factory=Counter)
    readers: Counter[Key] = field(default_factory=Counter)

    def add(self, events: Iterable[Event], sign: int) -> None:
        keys: set[Key] = set()
        for event in events:
            if not event.verdict:
                continue
            for link in (event.link, _ALL) if event.kind == Event.Kind.CLICK else (_ALL,):
                key = (event.issue_id, event.kind, link, event.verdict)
                self.events[key] += sign
                if event.delivery_id:
                    keys.add(key)
        for key in keys:
            self.readers[key] += sign


def _judge_again(events: Iterable[Event]) -> None:
    """Judge new events together with all earlier ones of the same copies, and carry over what that changes."""
    new = list(events)
    copies = {event.delivery_id for event in new if event.delivery_id}
    known = {event.pk for event in new}
    earlier = list(Event.objects.filter(delivery__in=copies).exclude(pk__in=known)) if copies else []
    groups = by_copy(sorted([*new, *earlier], key=lambda event: event.at))
    sums, changed, people = Sums(), [], defaultdict(set)
    links = queries.link_counts({event.issue_id for event in new})
    times = queries.handed_over_at(copies)
    for group in groups.values():
        sums.add(group, -1)
        before = {event.pk: event.verdict for event in group}
        for event, found in zip(
            group, judge(group, links=links[group[0].issue_id], handed_over=times.get(group[0].delivery_id or 0)), strict=True
        ):
            event.verdict, event.reason = found.verdict, found.reason
        changed += [event for event in group if event.verdict != before[event.pk]]
        sums.add(group, +1)
        if group[0].delivery_id and any(e.verdict == HUMAN and e.kind == Event.Kind.CLICK and e.pk in known for e in group):
            people[group[0].issue_id].add(group[0].delivery_id)
    Event.objects.bulk_update(changed, ["verdict", "reason"], batch_size=500)
    _carry_over(sums)
    for issue_id, deliveries in people.items():
        tell = partial(signals.clicked.send, sender=Event, issue_id=issue_id, delivery_ids=sorted(deliveries))
        transaction.on_commit(tell)


def _carry_over(sums: Sums) -> None:
    for key in sorted(set(sums.events) | set(sums.readers)):
        more, readers = sums.events[key], sums.readers[key]
        if not (more or readers):
            continue
        issue, kind, link, verdict = key
        tally, _ = Tally.objects.get_or_create(issue_id=issue, kind=kind, link=link, verdict=verdict)
        Tally.objects.filter(pk=tally.pk).update(events=F("events") + more, readers=F("readers") + readers)


@transaction.atomic
def judge_anew(issue: Issue) -> Mapping[str, int]:
    """Judge all events of a letter again from their evidence, and sum up from nothing; how many of each verdict."""
    Tally.objects.filter(issue=issue).delete()
    Event.objects.filter(issue=issue).update(verdict="", reason="")
    _judge_again(Event.objects.filter(issue=issue))
    verdicts: Counter[str] = Counter(Event.objects.filter(issue=issue).values_list("verdict", flat=True))
    return verdicts


def forget_evidence(*, keep: timedelta, now: datetime) -> int:
    """Take network and program out of events that are old: the verdict stands, what it came from need not be kept."""
    return Event.objects.filter(at__lt=now - keep).exclude(network="", agent="").update(network="", agent="")


def forget_events(subscriber_ids: list[int]) -> None:
    """What these readers opened and clicked stays counted, and is nobody's any more."""
    Event.objects.filter(delivery__subscriber__in=subscriber_ids).update(delivery=None, network="", agent="")
