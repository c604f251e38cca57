"""How letters went, in what a seller can see for herself: who answered, who came, who could not be reached, who left."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Count, F, QuerySet

from sellers.audience.models import Subscriber
from sellers.delivery.choices import IssueState, ProblemKind
from sellers.delivery.models import Delivery, Issue, Problem
from sellers.delivery.queries import accounting
from sellers.newsletters.exceptions import NoSuchLetter
from sellers.profiles.models import Seller
from sellers.tracking.models import Event, Reply, Tally

from ..numbers import beside_the_others, of_how_many

AFTERWARDS = timedelta(days=7)
SHOWN = 12
OUT = (IssueState.SENDING, IssueState.PAUSED, IssueState.DONE)


@dataclass(frozen=True)
class Result:
    """One letter that went out. `others` are the answers and copies of her other letters, to compare with."""

    issue: Issue
    sent: int
    answered: int
    clicked: int
    unread: int
    failed: int
    left: int
    came: int = 0
    others: tuple[int, int] = field(default=(0, 0))

    @property
    def answered_said(self) -> str:
        return of_how_many(self.answered, self.sent)

    @property
    def compared(self) -> str:
        return beside_the_others(self.answered, self.sent, *self.others)

    @property
    def share(self) -> int:
        """Of a hundred copies, how many were answered; for the bar."""
        return round(100 * self.answered / self.sent) if self.sent else 0

    @property
    def next_step(self) -> str:
        """One thing to do because of it."""
        if self.unread:
            waits = "One answer waits" if self.unread == 1 else f"{self.unread} answers wait"
            return f"{waits} for you. A line back today is worth more than the next letter."
        if self.left >= 3 and self.left * 20 >= self.sent:
            return (
                "Several left after it. Was it too much like an advertisement? Write the next one to one customer you can see before you."
            )
        if not self.answered and not self.clicked and self.sent >= 10:
            return "Nobody answered. End the next one with a question that takes one line to answer: people like to be asked."
        if self.failed:
            return "Some addresses no longer work. Ask these customers for the new one when they are in the shop."
        return "Thank those who answered, and tell the others next time what they said."


def results_of(*, seller: Seller, limit: int = SHOWN) -> list[Result]:
    """Her letters that went out, the newest first; seven queries, however many there are."""
    return _results(_went_out(seller)[:limit])


def result_for(*, seller: Seller, letter_id: int) -> Result:
    """One letter of hers, compared with her last others; NoSuchLetter when there is none or it is another seller's."""
    wanted = _went_out(seller).filter(pk=letter_id).first()
    if wanted is None:
        raise NoSuchLetter("There is no such letter.")
    recent = [issue for issue in _went_out(seller)[:SHOWN] if issue.pk != letter_id]
    return _results([wanted, *recent])[0]


def _went_out(seller: Seller) -> QuerySet[Issue]:
    found = Issue.objects.filter(seller=seller, state__in=OUT, started_at__isnull=False).select_related("letter")
    return found.defer("letter__body", "hold_reasons").order_by("-started_at", "-pk")


def _results(issues: "QuerySet[Issue] | list[Issue]") -> list[Result]:
    found = list(issues)
    ids = [issue.pk for issue in found]
    counts = accounting(ids)
    replies = Reply.objects.filter(issue__in=ids, automatic=False)
    # Who answers twice is one who answered.
    answered = dict(replies.values_list("issue").annotate(n=Count("subscriber", distinct=True)))
    # Of readers, by people: what machines fetch is left out. Nobody, where the company counts without telling copies apart.
    clicks = Tally.objects.filter(issue__in=ids, kind=Event.Kind.CLICK, link=-1, verdict=Event.Verdict.HUMAN)
    clicked = dict(clicks.values_list("issue", "readers"))
    unread = dict(replies.filter(read_at=None).values_list("issue").annotate(n=Count("pk")))
    soon_after = {"subscriber__left_at__gte": F("issue__started_at"), "subscriber__left_at__lt": F("issue__started_at") + AFTERWARDS}
    left = dict(Delivery.objects.filter(issue__in=ids, **soon_after).values_list("issue").annotate(n=Count("pk")))
    bought = {
        "subscriber__purchases__at__gte": F("issue__started_at"),
        "subscriber__purchases__at__lt": F("issue__started_at") + AFTERWARDS,
    }
    came = Delivery.objects.filter(issue__in=ids, **bought).values_list("issue").annotate(n=Count("subscriber", distinct=True))
    came_of = dict(came)
    total = sum(counts[pk]["sent"] for pk in ids), sum(answered.get(pk, 0) for pk in ids)
    return [
        Result(
            issue,
            sent=counts[issue.pk]["sent"],
            answered=answered.get(issue.pk, 0),
            clicked=clicked.get(issue.pk, 0),
            unread=unread.get(issue.pk, 0),
            failed=counts[issue.pk]["failed"] + counts[issue.pk]["bounced"],
            left=left.get(issue.pk, 0),
            came=came_of.get(issue.pk, 0),
            others=(total[1] - answered.get(issue.pk, 0), total[0] - counts[issue.pk]["sent"]),
        )
        for issue in found
    ]


def glad_of(*, result: Result) -> list[Subscriber]:
    """Who answered this letter, came and bought in the week after, or followed a link in it, each once with `.did`; in this order."""
    customers = Subscriber.objects.filter(seller=result.issue.seller_id).order_by("first_name", "pk")
    answered = list(customers.filter(replies__issue=result.issue, replies__automatic=False).distinct())
    followed = {"kind": Event.Kind.CLICK, "verdict": Event.Verdict.HUMAN, "delivery__isnull": False}
    clicks = Event.objects.filter(issue=result.issue, **followed).values("delivery__subscriber")
    clicked = list(customers.filter(pk__in=clicks))
    glad: dict[int, Subscriber] = {}
    for people, did in ((answered, "answered"), (_came(result, customers), "came and bought"), (clicked, "followed a link")):
        for one in people:
            one.did = did  # type: ignore[attr-defined]
            glad.setdefault(one.pk, one)
    return list(glad.values())


def _came(result: Result, customers: QuerySet[Subscriber]) -> list[Subscriber]:
    """Who got a copy and bought something in the week after it went out."""
    began = result.issue.started_at
    if began is None:
        return []
    got = Delivery.objects.filter(issue=result.issue).values("subscriber")
    return list(customers.filter(pk__in=got, purchases__at__gte=began, purchases__at__lt=began + AFTERWARDS).distinct())


def not_reached_by(*, result: Result) -> QuerySet[Problem]:
    """Whom it could not be delivered to, and whom nobody knows of."""
    found = Problem.objects.filter(delivery__issue=result.issue, resolution="", kind__in=(ProblemKind.FAILED, ProblemKind.IN_DOUBT))
    return found.filter(delivery__subscriber__person__isnull=False).select_related("delivery__subscriber").order_by("pk")
