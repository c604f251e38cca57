"""All that was between a seller and a customer, in one line of time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sellers.audience.models import ConsentEvent, Note, Subscriber
from sellers.audience.queries import consent_history, notes_of
from sellers.delivery.choices import IssueState, ProblemKind
from sellers.delivery.models import Delivery, Problem
from sellers.tracking.models import Reply
from sellers.tracking.queries import replies_of

from ..models import PersonalMail, Purchase, Task

SHOWN = 60


@dataclass(frozen=True)
class Entry:
    """Something that happened. `words` are hers or the customer's own, `said` whose: "theirs", "you" or nobody's."""

    at: datetime
    icon: str
    title: str
    words: str = ""
    said: str = ""
    url: str = ""
    note: Note | None = None
    reply: Reply | None = None
    day_only: bool = False


def timeline(*, customer: Subscriber) -> list[Entry]:
    """The newest first; eight queries, whatever the customer has seen."""
    between = (_letters, _answers, _mails, _notes, _consent, _done, _purchases)
    entries = [entry for part in between for entry in part(customer)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:SHOWN]


OUTCOME = {
    ProblemKind.FAILED: "could not be delivered",
    ProblemKind.HELD: "was held back",
    ProblemKind.IN_DOUBT: "may have arrived; nobody knows",
}


def _letters(customer: Subscriber) -> Iterator[Entry]:
    got = Delivery.objects.filter(subscriber=customer, issue__started_at__isnull=False).select_related("issue", "issue__letter")
    got = got.defer("issue__letter__body").order_by("-issue__started_at")[:SHOWN]
    found = list(got)
    problems = dict(Problem.objects.filter(delivery__in=[one.pk for one in found], resolution="").values_list("delivery_id", "kind"))
    for one in found:
        words = OUTCOME[ProblemKind(problems[one.pk])] if one.pk in problems else ""
        if not words and one.issue.state != IssueState.DONE:
            words = "on its way"
        url = f"/admin/pages/{one.issue_id}/edit/"
        if one.issue.started_at:
            yield Entry(one.issue.started_at, "mail", f"Your letter “{one.issue.letter.title}”", words, url=url)


def _answers(customer: Subscriber) -> Iterator[Entry]:
    for reply in replies_of(seller=customer.seller, subscriber=customer, automatic=True)[:SHOWN]:
        if reply.automatic:
            yield Entry(reply.at, "time", "The mailbox answered by itself", reply.text)
        else:
            yield Entry(
                reply.at, "openquote", f"Answered: {reply.subject}" if reply.subject else "Answered", reply.text, "theirs", reply=reply
            )


def _mails(customer: Subscriber) -> Iterator[Entry]:
    for mail in PersonalMail.objects.filter(subscriber=customer).order_by("-at")[:SHOWN]:
        yield Entry(mail.at, "edit", f"You wrote: {mail.subject}", mail.text, said="you")


def _notes(customer: Subscriber) -> Iterator[Entry]:
    zone = ZoneInfo(customer.seller.time_zone)
    for note in notes_of(subscriber=customer)[:SHOWN]:
        noon = datetime.combine(note.on, time(12), zone)
        yield Entry(noon, "openquote", "Note", note.text, note=note, day_only=True)


CONSENT: dict[str, tuple[str, str]] = {
    ConsentEvent.Kind.REQUESTED: ("user", "Asked for your letters"),
    ConsentEvent.Kind.ADDED: ("plus", "You wrote this address down; a mail asked for a yes"),
    ConsentEvent.Kind.CONFIRMED: ("check", "Said yes to your letters"),
    ConsentEvent.Kind.WITHDRAWN: ("cross", "Left your list"),
    ConsentEvent.Kind.EXPIRED: ("time", "Never answered the question"),
    ConsentEvent.Kind.IMPORTED: ("table", "Came with a table that names the day of the yes"),
    ConsentEvent.Kind.LISTED: ("table", "Came with a table; a mail asks for a yes"),
    ConsentEvent.Kind.TAKEN_BACK: ("rotate", "The table was taken back"),
    ConsentEvent.Kind.MERGED: ("copy", "Two cards joined"),
    ConsentEvent.Kind.SPLIT: ("cut", "Two cards separated"),
}


def _consent(customer: Subscriber) -> Iterator[Entry]:
    for event in consent_history(subscriber=customer):
        icon, title = CONSENT.get(event.kind, ("info-circle", event.get_kind_display().capitalize()))
        yield Entry(event.at, icon, title)


def _done(customer: Subscriber) -> Iterator[Entry]:
    done = Task.objects.filter(subscriber=customer, done_at__isnull=False).order_by("-done_at")[:SHOWN]
    for task in done:
        if task.done_at:
            yield Entry(task.done_at, "tasks", f"Done: {task.get_kind_display()}", task.text)


def _purchases(customer: Subscriber) -> Iterator[Entry]:
    for one in Purchase.objects.filter(subscriber=customer)[:SHOWN]:
        yield Entry(one.at, "tag", f"Bought for {one.total} {one.currency}", one.what)
