"""Every read of the ledger."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, IntegerField, Max, Min, Q, QuerySet, Sum, When
from django.utils import timezone

from brandguard import gate
from hub.accounts.models import Role
from sellers.audience.models import Topic
from sellers.audience.queries import deliverable, topic_named, who_does_without
from sellers.newsletters.audience import topic_of

from .choices import COUNTED, ChunkStatus, IssueState, ProblemKind, Row
from .clock import quiet_until
from .models import Chunk, Delivery, Issue, Problem, WarmUpDay
from .rows import members_of
from .warm_up import current_plan, next_day, today

# While an issue is in one of these, its queued rows are held back by a person or by the guard.
_HELD_BACK = {IssueState.HELD, IssueState.CANCELLED}
# What the guard can still stop.
UNDER_WAY = (IssueState.SENDING, IssueState.ARMED, IssueState.PAUSED, IssueState.LATE)
RUNNING = (IssueState.SENDING, IssueState.PAUSED)


def issues_for(*, viewer: Any) -> QuerySet[Issue]:
    """Issues this person may see and act on: a seller her own, a lead those of her region or all, an administrator all."""
    issues = Issue.objects.select_related("letter", "seller__shop__region", "seller__user", "artefact__approval").defer("artefact__payload")
    if viewer.role == Role.ADMINISTRATOR:
        return issues
    if viewer.role == Role.LEAD:
        return issues.filter(seller__shop__region=viewer.region_id) if viewer.region_id else issues
    if viewer.role == Role.SELLER:
        return issues.filter(seller__user=viewer)
    return issues.none()


def held_issues(*, viewer: Any) -> QuerySet[Issue]:
    """What the gate has stopped and nobody has settled, the latest first."""
    return issues_for(viewer=viewer).filter(state=IssueState.HELD).order_by("-pk")


def may_send(user: Any, issue: Issue) -> bool:
    """Whether this person may send, pause or pull back this issue. None is the operator at the command line."""
    return user is None or (user.is_active and issues_for(viewer=user).filter(pk=issue.pk).exists())


def accounting(issue_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """Per issue: snapshot and its seven parts, whose sum is the snapshot at every instant. One statement, so one instant."""
    sums = {column: Sum(f"chunks__{column}", default=0) for column in COUNTED.values()}
    rows = Issue.objects.filter(pk__in=list(issue_ids)).annotate(**{f"sum_{name}": value for name, value in sums.items()})
    found = {}
    for row in rows.values("pk", "state", "snapshot", *(f"sum_{name}" for name in sums)):
        parts = {name: row[f"sum_{name}"] for name in sums}
        if row["state"] in _HELD_BACK:
            parts["held"], parts["queued"] = parts["held"] + parts["queued"], 0
        found[row["pk"]] = {"snapshot": row["snapshot"], **parts}
    return found


def accounting_of(issue: Issue) -> dict[str, int]:
    return accounting([issue.pk])[issue.pk]


def open_rows(issue: Issue, *, held_back: bool) -> Iterator[tuple[Chunk, int, int]]:
    """(chunk, position in it, place n) of every held and in-doubt row; with `held_back` the queued ones too."""
    wanted = {Row.HELD, Row.IN_DOUBT} | ({Row.QUEUED} if held_back else set())
    for chunk in issue.chunks.order_by("id").iterator(chunk_size=500):
        states = bytes(chunk.states)
        if any(state in states for state in wanted):
            members = members_of(chunk)
            yield from ((chunk, position, members[position]) for position, state in enumerate(states) if state in wanted)


def open_deliveries(issue: Issue) -> Iterator[dict[str, Any]]:
    """Each held or in-doubt row of the ledger: {"delivery", "n", "state", "reason"}."""
    held_back = issue.state in _HELD_BACK
    whole = " ".join(sentence for _, sentence in issue.hold_reasons) or issue.get_state_display()
    reasons = dict(Problem.objects.filter(delivery__issue=issue, resolution="").values_list("delivery_id", "reason"))
    batch: list[tuple[int, int]] = []
    for chunk, position, place in open_rows(issue, held_back=held_back):
        batch.append((place, bytes(chunk.states)[position]))
        if len(batch) == 500:
            yield from _described(issue, batch, reasons, whole)
            batch = []
    yield from _described(issue, batch, reasons, whole)


def _described(issue: Issue, batch: list[tuple[int, int]], reasons: dict[int, str], whole: str) -> Iterator[dict[str, Any]]:
    ids = dict(Delivery.objects.filter(issue=issue, n__in=[n for n, _ in batch]).values_list("n", "id"))
    for place, state in batch:
        name = "in_doubt" if state == Row.IN_DOUBT else "held"
        reason = whole if state == Row.QUEUED else reasons.get(ids[place], "")
        yield {"delivery": ids[place], "n": place, "state": name, "reason": reason}


def problems_for(*, viewer: Any, issue: Issue | None = None) -> QuerySet[Problem]:
    """Rows that had a problem, the open ones first."""
    found = Problem.objects.filter(delivery__issue__in=issues_for(viewer=viewer).values("pk"))
    if issue is not None:
        found = found.filter(delivery__issue=issue)
    return found.select_related("delivery__subscriber__person", "delivery__issue", "chunk").order_by("resolution", "id")


def open_problem_count(issue: Issue) -> int:
    return Problem.objects.filter(delivery__issue=issue, resolution="", kind__in=[ProblemKind.IN_DOUBT, ProblemKind.HELD]).count()


def still_sending(issue_id: int) -> bool:
    return Issue.objects.filter(pk=issue_id, state=IssueState.SENDING).exists()


def work_waits() -> bool:
    """Whether a worker would find something at this moment. Cheap: asked before a write lock is taken."""
    due = Chunk.objects.filter(status=ChunkStatus.QUEUED, not_before__lte=timezone.now(), issue__state=IssueState.SENDING)
    return due.exists()


def starts_wait() -> bool:
    """Whether the time of an armed issue has come."""
    return Issue.objects.filter(state=IssueState.ARMED, due_at__lte=timezone.now()).exists()


def next_due() -> datetime | None:
    """When the next chunk that backs off may be tried again."""
    waiting = Chunk.objects.filter(status=ChunkStatus.QUEUED, issue__state=IssueState.SENDING)
    return waiting.aggregate(at=Min("not_before"))["at"]


def waiting_until(issue: Issue) -> datetime | None:
    """When the last of an issue's rows that back off will be tried; None when none does."""
    now = timezone.now()
    return issue.chunks.filter(status=ChunkStatus.QUEUED, not_before__gt=now).aggregate(at=Max("not_before"))["at"]


@dataclass(frozen=True)
class Warming:
    """Where a warm-up plan stands today."""

    day: int
    days: int
    cap: int
    sent: int

    @property
    def left(self) -> int:
        return max(self.cap - self.sent, 0)


def warming() -> Warming | None:
    """Where the warm-up plan of our sending domain stands; None without one."""
    plan = current_plan()
    number = plan and plan.number(today())
    if not plan or not number:
        return None
    sent = WarmUpDay.objects.filter(domain=plan.domain, day=today()).values_list("sent", flat=True).first()
    return Warming(number, len(plan.caps), plan.caps[number - 1], sent or 0)


def why_it_waits(issue: Issue) -> tuple[str, int]:
    """(what rows of a running issue wait for, how many): "quiet", "tomorrow", "servers", or "" when none does."""
    waiting = issue.chunks.filter(status=ChunkStatus.QUEUED, not_before__gt=timezone.now())
    rows = waiting.aggregate(all=Sum("queued", default=0), tomorrow=Sum("queued", default=0, filter=Q(not_before__gte=next_day(), tries=0)))
    if not rows["all"]:
        return "", 0
    if quiet_until(timezone.now(), issue.zone):
        return "quiet", rows["all"]
    if rows["tomorrow"] and current_plan():
        return "tomorrow", rows["tomorrow"]
    return "servers", rows["all"]


def ledger_entry(issue: Issue) -> dict[str, Any]:
    """One issue as `manage.py ledger` prints it: state, the accounting, and every held and in-doubt row."""
    counts = accounting_of(issue)
    return {"issue": issue.pk, "state": issue.state, **counts, "counts": counts, "rows": list(open_deliveries(issue))}


def stuck(issue_ids: Iterable[int]) -> list[str]:
    """A sentence for each of these issues that is held."""
    held = Issue.objects.filter(pk__in=list(issue_ids), state=IssueState.HELD)
    return [f"{issue.pk}: held. {' '.join(sentence for _, sentence in issue.hold_reasons)}" for issue in held]


_ORDER = (IssueState.HELD, IssueState.LATE, IssueState.SENDING, IssueState.PAUSED, IssueState.READY, IssueState.ARMED)


def in_order(issues: QuerySet[Issue]) -> QuerySet[Issue]:
    """What needs a person first, then what moves, then what is over, newest first."""
    whens = [When(state=state, then=place) for place, state in enumerate(_ORDER)]
    return issues.alias(place=Case(*whens, default=len(_ORDER), output_field=IntegerField())).order_by("place", "-started_at", "-pk")


@dataclass(frozen=True)
class Audience:
    """Who would get it now: how many, and the first names of a few, for the seller's own eyes; how many do without its topic."""

    count: int
    sample: list[str]
    topic: Topic | None = None
    left_out: int = 0


def audience_of(issue: Issue) -> Audience:
    topic = topic_named(topic_of(issue.artefact.audience))
    readers = deliverable(seller=issue.seller, topic=topic.pk if topic else None)
    names = list(readers.order_by("pk").values_list("first_name", flat=True)[:4])
    left_out = who_does_without(seller=issue.seller, topic=topic).count() if topic else 0
    return Audience(count=readers.count(), sample=[name for name in names if name][:3], topic=topic, left_out=left_out)


def why_not(issue: Issue) -> list[str]:
    """The sentences of everything that stops it now."""
    return [reason.sentence for reason in gate.problems(issue.artefact)]


def progress_of(issue: Issue) -> dict[str, Any]:
    """Numbers and words for the open page; no names."""
    counts = accounting_of(issue)
    over = issue.state in (IssueState.DONE, IssueState.CANCELLED)
    finished = counts["snapshot"] - counts["queued"] - (0 if over else counts["held"])
    again = waiting_until(issue)
    waits_for, waiting = why_it_waits(issue)
    return {
        "state": issue.state,
        "words": issue.get_state_display(),
        "moving": issue.state in (IssueState.SENDING, IssueState.ARMED),
        "percent": 100 * finished // counts["snapshot"] if counts["snapshot"] else 0,
        "counts": counts,
        "waiting_until": again.isoformat() if again else None,
        "waits_for": waits_for,
        "waiting": waiting,
    }


def send_states(letter_ids: Iterable[int]) -> dict[int, str]:
    """Where each letter with a send stands, in the words of newsletters.choices.LetterState."""
    words = {
        IssueState.ARMED: "scheduled",
        IssueState.LATE: "held",
        IssueState.HELD: "held",
        IssueState.SENDING: "sending",
        IssueState.PAUSED: "sending",
        IssueState.DONE: "sent",
    }
    states = Issue.objects.filter(pk__in=list(letter_ids)).values_list("pk", "state")
    return {pk: words[IssueState(state)] for pk, state in states if IssueState(state) in words}


def letters_of(subscriber_ids: list[int]) -> list[dict[str, Any]]:
    """The letters in whose sends these readers stand, for the reader herself: what it was called, by whom, and when it went out."""
    sent = Delivery.objects.filter(subscriber__in=subscriber_ids).order_by("pk")
    columns = sent.values_list("issue__letter__title", "issue__seller__name", "issue__started_at")
    return [{"letter": title, "seller": seller, "sent": at} for title, seller, at in columns]


def readers_written_to(subscriber_ids: list[int]) -> set[int]:
    """Which of these readers stand in a send, begun or over."""
    return set(Delivery.objects.filter(subscriber__in=subscriber_ids).values_list("subscriber_id", flat=True))
