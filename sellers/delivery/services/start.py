"""Starting: the readers are fixed and cut into chunks, in the transaction that makes the issue run."""

from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import Count, ExpressionWrapper, F, IntegerField, Min, Value, Window
from django.db.models.functions import RowNumber, StrIndex, Substr
from django.utils import timezone

from brandguard import gate
from brandguard.exceptions import Held
from hub.common import audit
from sellers.audience import queries as audience
from sellers.newsletters.audience import audience_of
from sellers.newsletters.services.letters import publish_to_archive

from .. import queue, signals
from ..brakes import ensure_free
from ..choices import CHUNK_SIZE, LANE_FROM, IssueState, Row
from ..models import Chunk, Delivery, Issue
from ..rows import new_chunk
from .control import finish_issue, hold_issue

_BATCH = 500


def start_issue(issue_id: int) -> bool:
    """Start an armed issue whose time has come. False when it is not armed, somebody else was first, or the gate has closed."""
    with transaction.atomic():
        now = timezone.now()
        if not Issue.objects.filter(pk=issue_id, state=IssueState.ARMED, due_at__lte=now).update(state=IssueState.SENDING, started_at=now):
            return False
        issue = Issue.objects.select_related("letter", "seller", "artefact").get(pk=issue_id)
        try:
            with transaction.atomic():
                _fix_readers(issue)
        except Held as error:
            Issue.objects.filter(pk=issue_id).update(started_at=None)
            hold_issue(issue, reasons=error.details["reasons"])
            return False
        publish_to_archive(issue.letter, issue.artefact)
        data = {"artefact": issue.artefact_id, "sha256": issue.artefact.sha256, "readers": issue.snapshot}
        audit.record("issue.started", actor=issue.armed_by, subject=f"letter:{issue_id}", data=data)
        transaction.on_commit(lambda: signals.issue_started.send(sender=Issue, issue_id=issue_id))
        transaction.on_commit(queue.ring)
    finish_issue(issue_id)  # a list on which nobody is left
    return True


def _fix_readers(issue: Issue) -> None:
    ensure_free(issue.seller_id)
    issue.snapshot = snapshot_readers(issue)
    gate.ensure_cleared(issue.artefact, audience=audience_of(issue.seller_id), audience_count=issue.snapshot)
    Issue.objects.filter(pk=issue.pk).update(snapshot=issue.snapshot)
    carve_chunks(issue)


def snapshot_readers(issue: Issue) -> int:
    """Copy everybody who may get it into the ledger, ordered by receiving domain; how many. One statement, whatever the number."""
    place = Window(RowNumber(), order_by=[_domain_of("person__address").asc(), F("pk").asc()])
    readers = audience.deliverable(seller=issue.seller).annotate(
        place=ExpressionWrapper(place - 1, output_field=IntegerField()), issue=Value(issue.pk, output_field=IntegerField())
    )
    rows, params = readers.values_list("issue", "pk", "person__address_hash", "place").query.sql_with_params()
    table = connection.ops.quote_name(Delivery._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} (issue_id, subscriber_id, address_hash, n) {rows}", params)  # noqa: S608 (our own names)
        return cursor.rowcount


def carve_chunks(issue: Issue) -> int:
    """Cut the snapshot into chunks of at most 100, each of one lane; how many."""
    count = 0
    batch: list[Chunk] = []
    for lane, low, high in _lanes(issue):
        for lo in range(low, high, CHUNK_SIZE):
            hi = min(lo + CHUNK_SIZE, high)
            states = bytes([Row.QUEUED]) * (hi - lo)
            batch.append(new_chunk(issue.pk, states=states, not_before=issue.due_at or timezone.now(), lo=lo, hi=hi, lane=lane))
            if len(batch) == _BATCH:
                count += len(Chunk.objects.bulk_create(batch))
                batch = []
    return count + len(Chunk.objects.bulk_create(batch))


def _lanes(issue: Issue) -> Iterator[tuple[str, int, int]]:
    """(domain, or "" for small ones together; first place; place after the last)."""
    domain = _domain_of("subscriber__person__address")
    groups = Delivery.objects.filter(issue=issue).annotate(domain=domain).values("domain").annotate(low=Min("n"), size=Count("pk"))
    shared: tuple[int, int] | None = None
    for name, low, size in groups.order_by("low").values_list("domain", "low", "size").iterator(chunk_size=2000):
        if size < LANE_FROM:
            shared = (shared[0] if shared else low, low + size)
            continue
        if shared:
            yield "", *shared
            shared = None
        yield name[:255], low, low + size
    if shared:
        yield "", *shared


def _domain_of(address: str) -> Substr:
    return Substr(address, StrIndex(address, Value("@")) + 1)
