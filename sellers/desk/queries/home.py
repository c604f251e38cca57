"""Why a seller should write today, and to whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.text import Truncator

from sellers.audience.models import Subscriber
from sellers.audience.queries import coming_days, deliverable
from sellers.delivery.models import Delivery
from sellers.profiles.models import Seller
from sellers.tracking.models import Reply
from sellers.tracking.queries import replies_of

from ..models import PersonalMail, Task
from ..words import day_said
from .tasks import open_tasks, today_of

SILENCE = timedelta(weeks=6)
WELCOME_WITHIN = timedelta(days=14)
UNANSWERED_AFTER = timedelta(days=2)
SOON = 8  # days: today and a week
SHOWN = 5


@dataclass(frozen=True)
class Moment:
    """One reason to do something now. `customer` is whom it is about, `task` what can be ticked off, `when` its day."""

    kind: str
    icon: str
    title: str
    why: str
    customer: Subscriber | None = None
    task: Task | None = None
    reply: Reply | None = None
    when: date | None = None
    late: bool = False


def moments(*, seller: Seller) -> list[Moment]:
    """What waits today, the most pressing first."""
    today = today_of(seller)
    return [*_answers(seller), *_tasks(seller, today), *_days(seller, today), *_welcomes(seller), *_silence(seller)]


def _answers(seller: Seller) -> Iterator[Moment]:
    """What customers answered and she has not read."""
    for reply in replies_of(seller=seller).filter(read_at=None)[:SHOWN]:
        who = called(reply.subscriber) if reply.subscriber else reply.sender or "Somebody"
        yield Moment("answer", "openquote", f"{who} answered", Truncator(reply.text).chars(160), customer=reply.subscriber, reply=reply)


def _tasks(seller: Seller, today: date) -> Iterator[Moment]:
    for task in open_tasks(seller=seller, until=today)[:SHOWN]:
        who = task.subscriber
        title = f"{task.get_kind_display() if task.kind != Task.Kind.REMIND else 'Remember'}: {called(who)}"
        late = task.due_on < today
        yield Moment("task", ICONS[task.kind], title, task.text, customer=who, task=task, when=task.due_on, late=late)


def _days(seller: Seller, today: date) -> Iterator[Moment]:
    """Birthdays and other days of the coming week."""
    for when, day in coming_days(seller=seller, first=today, days=SOON)[:SHOWN]:
        who, what = day.subscriber, day.label or day.get_kind_display()
        knows = who.looks_for or who.tastes
        why = f"{what[:1].upper()}{what[1:]} {day_said(when, today)}." + (f" {knows}" if knows else "")
        yield Moment("day", "calendar-check", called(who), why, customer=who, when=when)


def _welcomes(seller: Seller) -> Iterator[Moment]:
    """Those who said yes and have not had a line since."""
    since = timezone.now() - WELCOME_WITHIN
    fresh = deliverable(seller=seller).filter(confirmed_at__gte=since).order_by("-confirmed_at")
    for who in fresh.filter(~_heard(seller, since=None))[:SHOWN]:
        why = f"Said yes to your letters on {who.confirmed_at:%A, %-d %B}." + (f" {who.how_we_met}." if who.how_we_met else "")
        yield Moment("welcome", "user", f"Welcome {called(who)}", why, customer=who)


def silent_customers(*, seller: Seller) -> QuerySet[Subscriber]:
    """Customers on the list who have not heard from this seller for six weeks, the longest known first."""
    since = timezone.now() - SILENCE
    return deliverable(seller=seller).filter(~_heard(seller, since=since), confirmed_at__lt=since).order_by("confirmed_at", "pk")


def _silence(seller: Seller) -> Iterator[Moment]:
    silent = silent_customers(seller=seller)
    first = list(silent[:3])
    if len(first) == 1:
        yield Moment("silence", "time", called(first[0]), "Has not heard from you for six weeks or longer.", customer=first[0])
    elif first:
        others = silent.count() - len(first)
        names = [called(who) for who in first] + ([f"{others} more"] if others > 0 else [])
        why = "None of them has heard from you for six weeks or longer."
        yield Moment("silence", "time", f"{', '.join(names[:-1])} and {names[-1]}", why)


def _heard(seller: Seller, *, since: Any) -> Q:
    """Whether a letter or a mail of hers went to the customer, at all or since."""
    letters = Delivery.objects.filter(subscriber=OuterRef("pk"), issue__seller=seller)
    mails = PersonalMail.objects.filter(subscriber=OuterRef("pk"), seller=seller)
    if since is not None:
        letters, mails = letters.filter(issue__started_at__gte=since), mails.filter(at__gte=since)
    return Q(Exists(letters)) | Q(Exists(mails))


def called(who: Subscriber) -> str:
    """How a seller speaks of a customer."""
    return who.name or "a customer without a name"


ICONS: dict[str, str] = {Task.Kind.CALL: "mobile-alt", Task.Kind.REMIND: "calendar", Task.Kind.FOLLOW_UP: "rotate"}
