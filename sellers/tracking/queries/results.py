"""How letters went, in numbers that do not pretend. A fixed number of queries, however many events there are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from math import sqrt
from typing import Any

from django.db.models import Count, Q, QuerySet

from sellers.delivery.models import Issue
from sellers.delivery.queries import accounting, issues_for
from sellers.newsletters.payload import LetterPayload
from sellers.profiles.models import Seller

from ..models import Event, Reply, Tally

_HUMAN = Event.Verdict.HUMAN
# Below these a share is an anecdote: one reader more or less would turn it round.
READERS_TO_COMPARE, HITS_TO_COMPARE = 50, 5
_Z = 1.96  # 95 %


@dataclass(frozen=True)
class Share:
    """`hits` of `of`, with the interval in which the true share lies 95 times in 100 (Wilson). Percent."""

    hits: int
    of: int

    @property
    def comparable(self) -> bool:
        return self.of >= READERS_TO_COMPARE and self.hits >= HITS_TO_COMPARE

    @property
    def percent(self) -> float:
        return 100 * self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        if not self.of:
            return 0.0, 100.0
        p, n, z = self.hits / self.of, self.of, _Z
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, 100 * (middle - half)), min(100.0, 100 * (middle + half))

    def words(self, did: str) -> str:
        """ "3 of 41 clicked: too few to compare." or with share and interval."""
        if not self.comparable:
            return f"{self.hits} of {self.of} {did}: too few to compare."
        low, high = self.interval
        return f"{self.hits} of {self.of} {did}: {self.percent:.0f} %, and with other readers most likely {low:.0f} to {high:.0f} %."


@dataclass(frozen=True)
class LinkResult:
    target: str
    clicks: int
    readers: int


@dataclass(frozen=True)
class LetterResult:
    """One letter. Clicks are people's alone; `clickers` is None where readers are not told apart."""

    issue_id: int
    title: str
    seller: str
    started_at: datetime | None
    sent: int
    bounced: int
    arrived: int
    replies: int
    clicks: int
    clickers: int | None
    machines: int
    openers: int
    links: tuple[LinkResult, ...] = field(default=())

    @property
    def reply_share(self) -> Share:
        return Share(min(self.replies, self.arrived), self.arrived)

    @property
    def click_share(self) -> Share | None:
        return None if self.clickers is None else Share(min(self.clickers, self.arrived), self.arrived)

    @property
    def click_words(self) -> str:
        if self.click_share is not None:
            return self.click_share.words("clicked")
        if self.clicks:
            clicks = f"{self.clicks} click{'s' if self.clicks != 1 else ''} by people."
            return f"{clicks} Nobody knows whose, so this does not tell how many readers clicked."
        return "No clicks counted."


def sent_issues(*, viewer: Any) -> QuerySet[Issue]:
    """Letters that have begun to leave and that this person may see, newest first."""
    return issues_for(viewer=viewer).filter(started_at__isnull=False).order_by("-started_at", "-pk")


def results_of(issues: Iterable[Issue]) -> list[LetterResult]:
    """The results of these letters, in their order, in three queries."""
    issues = list(issues)
    ids = [issue.pk for issue in issues]
    counts, sums = accounting(ids), _sums(ids)
    people = Count("subscriber", distinct=True) + Count("pk", filter=Q(subscriber=None))
    replies = dict(Reply.objects.filter(issue__in=ids, automatic=False).values_list("issue").annotate(n=people))
    return [_result(issue, counts[issue.pk], sums.get(issue.pk, {}), replies.get(issue.pk, 0)) for issue in issues]


def letter_results(*, seller: Seller, letter: Any) -> LetterResult | None:
    """One letter of this seller with its links; None when it was not sent or is another's. `letter` is a page or its id."""
    number = getattr(letter, "pk", letter)
    issue = Issue.objects.filter(pk=number, seller=seller, started_at__isnull=False).select_related("letter", "seller").first()
    return with_links(issue) if issue else None


def with_links(issue: Issue) -> LetterResult:
    """One letter's results, link by link."""
    plain = results_of([issue])[0]
    targets = LetterPayload.from_bytes(bytes(issue.artefact.payload)).links
    rows = Tally.objects.filter(issue=issue, kind=Event.Kind.CLICK, verdict=_HUMAN, link__gte=0)
    found = {tally.link: tally for tally in rows}
    links = tuple(
        LinkResult(target, found[number].events if number in found else 0, found[number].readers if number in found else 0)
        for number, target in enumerate(targets)
    )
    return LetterResult(**{**vars(plain), "links": links})


def _sums(ids: list[int]) -> dict[int, dict[tuple[str, str], Tally]]:
    found: dict[int, dict[tuple[str, str], Tally]] = {}
    for tally in Tally.objects.filter(issue__in=ids, link=-1):
        found.setdefault(tally.issue_id, {})[(tally.kind, tally.verdict)] = tally
    return found


def _result(issue: Issue, counts: dict[str, int], sums: dict[tuple[str, str], Tally], replies: int) -> LetterResult:
    clicks = sums.get((Event.Kind.CLICK, _HUMAN))
    opens = sums.get((Event.Kind.OPEN, _HUMAN))
    machine = sums.get((Event.Kind.CLICK, Event.Verdict.MACHINE))
    # Opens are recorded only where copies are told apart.
    told_apart = any(tally.readers for tally in sums.values())
    return LetterResult(
        issue_id=issue.pk,
        title=issue.letter.title,
        seller=issue.seller.name,
        started_at=issue.started_at,
        sent=counts["sent"] + counts["bounced"],
        bounced=counts["bounced"],
        arrived=counts["sent"],
        replies=replies,
        clicks=clicks.events if clicks else 0,
        clickers=(clicks.readers if clicks else 0) if told_apart else None,
        machines=machine.events if machine else 0,
        openers=opens.readers if opens else 0,
    )


EXPORTED = (
    "Letter",
    "Seller",
    "Sent on",
    "Sent",
    "Came back",
    "Answered",
    "Clicks by people",
    "Readers who clicked",
    "Opened (unreliable)",
)


def exported_results(*, viewer: Any) -> Iterable[tuple[object, ...]]:
    """The results as a table, its header first. No reader is named."""
    yield EXPORTED
    issues = sent_issues(viewer=viewer)
    ids = list(issues.values_list("pk", flat=True))
    for start in range(0, len(ids), 500):
        for r in results_of(issues.filter(pk__in=ids[start : start + 500])):
            day = r.started_at.date().isoformat() if r.started_at else ""
            clickers = "" if r.clickers is None else r.clickers
            yield (r.title, r.seller, day, r.sent, r.bounced, r.replies, r.clicks, clickers, r.openers)
