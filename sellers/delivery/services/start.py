"""Starting: the readers are fixed and cut into chunks, in the transaction that makes the issue run."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby, islice
from operator import attrgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, ExpressionWrapper, F, IntegerField, Min, QuerySet, Value, Window
from django.db.models.functions import RowNumber, StrIndex, Substr
from django.utils import timezone

from brandguard import gate
from brandguard.exceptions import Held
from hub.common import audit
from hub.common.prepared import Prepared
from sellers.audience import queries as audience
from sellers.newsletters.audience import audience_of, topic_of
from sellers.newsletters.services.letters import publish_to_archive
from sellers.profiles.models import Seller

from .. import queue, signals
from ..brakes import ensure_free
from ..choices import CHUNK_SIZE, LANE_FROM, IssueState, Row
from ..models import Chunk, Delivery, Issue
from ..rows import new_chunk
from .control import finish_issues, hold_issue
from .lanes import gaps

_BATCH = 500
_AT_ONCE = timedelta()


def start_issue(issue_id: int) -> bool:
    """Start an armed issue whose time has come. False when it is not armed, somebody else was first, or the gate has closed."""
    return bool(start_issues([issue_id]))


def start_issues(issue_ids: Iterable[int]) -> int:
    """Start each of these armed issues whose time has come, in one transaction; how many. The others are as for `start_issue`."""
    with transaction.atomic():
        started = [issue for issue in _taken(issue_ids) if _start(issue)]
        if started:
            Issue.objects.bulk_update(started, ["snapshot"])
            _carve(started)
            _make_known(started)
    finish_issues(issue.pk for issue in started if not issue.snapshot)  # lists on which nobody is left
    return len(started)


def _taken(issue_ids: Iterable[int]) -> list[Issue]:
    """Those of these issues that are armed and due, now running and ours: whoever else is starting them gets none of these."""
    now = timezone.now()
    due = Issue.objects.filter(pk__in=list(issue_ids), state=IssueState.ARMED, due_at__lte=now)
    ours = list(due.select_for_update().order_by("due_at", "pk").values_list("pk", flat=True))
    if not ours:
        return []
    Issue.objects.filter(pk__in=ours).update(state=IssueState.SENDING, started_at=now)
    whole = Issue.objects.filter(pk__in=ours).select_related("letter", "artefact", "armed_by").order_by("due_at", "pk")
    return list(whole.defer("letter__body", "artefact__payload", "artefact__document"))


def _start(issue: Issue) -> bool:
    try:
        with transaction.atomic():
            _fix_readers(issue)
    except Held as error:
        Issue.objects.filter(pk=issue.pk).update(started_at=None)
        hold_issue(issue, reasons=error.details["reasons"])
        return False
    return True


def _make_known(started: Sequence[Issue]) -> None:
    """What everybody sees of issues that now run, in a statement or two for all of them."""
    publish_to_archive((issue.letter, issue.artefact) for issue in started)
    for by, issues in groupby(started, key=attrgetter("armed_by")):
        audit.record_each("issue.started", ((f"letter:{issue.pk}", _started(issue)) for issue in issues), actor=by)
    for issue in started:
        transaction.on_commit(partial(signals.issue_started.send, sender=Issue, issue_id=issue.pk))
    transaction.on_commit(queue.ring)


def _started(issue: Issue) -> dict[str, Any]:
    return {"artefact": issue.artefact_id, "sha256": issue.artefact.sha256, "readers": issue.snapshot}


def _fix_readers(issue: Issue) -> None:
    ensure_free(issue.seller_id)
    issue.snapshot = snapshot_readers(issue)
    used = audience_of(issue.seller_id, topic_of(issue.artefact.audience))
    gate.ensure_cleared(issue.artefact, audience=used, audience_count=issue.snapshot)


def snapshot_readers(issue: Issue) -> int:
    """Copy everybody who may get it into the ledger, ordered by receiving domain; how many. One statement, whatever the number."""
    into = f"INSERT INTO {connection.ops.quote_name(Delivery._meta.db_table)} (issue_id, subscriber_id, address_hash, n)"
    which, topic = {"issue": issue.pk, "seller": issue.seller_id, "now": timezone.now()}, topic_of(issue.artefact.audience)
    return _READERS.execute(into, **which) if topic is None else _READERS_OF_TOPIC.execute(into, **which, topic=topic)


def _readers(issue: int, seller: int, now: datetime, topic: int | None = None) -> QuerySet[Any, Any]:
    place = Window(RowNumber(), order_by=[_domain_of("person__address").asc(), F("pk").asc()])
    readers = audience.deliverable(seller=Seller(pk=seller), now=now, topic=topic).annotate(
        place=ExpressionWrapper(place - 1, output_field=IntegerField()), issue=Value(issue, output_field=IntegerField())
    )
    return readers.values_list("issue", "pk", "person__address_hash", "place")


_READERS = Prepared(_readers, "issue", "seller", "now")
_READERS_OF_TOPIC = Prepared(_readers, "issue", "seller", "now", "topic")


def _carve(started: Iterable[Issue]) -> None:
    """Cut the snapshots into chunks of at most 100, each of one lane."""
    slow = gaps()
    chunks = (chunk for issue in started for chunk in _chunks_of(issue, slow))
    while batch := list(islice(chunks, _BATCH)):
        Chunk.objects.bulk_create(batch)


def _chunks_of(issue: Issue, slow: Mapping[str, timedelta]) -> Iterator[Chunk]:
    begin = issue.due_at or timezone.now()
    for lane, low, high in _lanes(issue):
        for place, lo in enumerate(range(low, high, CHUNK_SIZE), 1):
            hi = min(lo + CHUNK_SIZE, high)
            states = bytes([Row.QUEUED]) * (hi - lo)
            yield new_chunk(issue.pk, states=states, not_before=begin + slow.get(lane, _AT_ONCE) * place, lo=lo, hi=hi, lane=lane)


def _lanes(issue: Issue) -> Iterator[tuple[str, int, int]]:
    """(domain, or "" for small ones together; first place; place after the last)."""
    if 0 < issue.snapshot <= CHUNK_SIZE:
        yield "", 0, issue.snapshot  # one chunk costs what three do
        return
    shared: tuple[int, int] | None = None
    for name, low, size in _DOMAINS.rows(issue=issue.pk):
        if size < LANE_FROM:
            shared = (shared[0] if shared else low, low + size)
            continue
        if shared:
            yield "", *shared
            shared = None
        yield name[:255], low, low + size
    if shared:
        yield "", *shared


def _domains(issue: int) -> QuerySet[Any, Any]:
    domain = _domain_of("subscriber__person__address")
    groups = Delivery.objects.filter(issue=issue).annotate(domain=domain).values("domain").annotate(low=Min("n"), size=Count("pk"))
    return groups.order_by("low").values_list("domain", "low", "size")


def _domain_of(address: str) -> Substr:
    return Substr(address, StrIndex(address, Value("@")) + 1)


_DOMAINS = Prepared(_domains, "issue")
