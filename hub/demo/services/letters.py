"""Letters, each taken as far as it should be by the people who would do it."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from brandguard.models import Review
from hub.accounts.models import User
from sellers.audience.models import Topic
from sellers.delivery.drain import Worker, drain
from sellers.delivery.models import Issue
from sellers.delivery.services.arm import arm_issue
from sellers.delivery.services.control import pause_issue
from sellers.delivery.services.schedule import start_due_issues
from sellers.newsletters.models import LetterPage
from sellers.newsletters.services.letters import create_letter
from sellers.newsletters.services.submission import approve_review, return_review, submit_letter

from .. import pictures
from ..content.letters import LetterData, all_letters
from .company import put_picture
from .guard import pinned, recall_blocks


def put_letters(users: dict[str, User], *, now: datetime) -> None:
    """Write them, hand them in, decide, and send what is to be sent, by SMTP, here and now."""
    for data in all_letters():
        put_letter(data, users=users, now=now)
    send_now([data for data in all_letters() if data.state == "sent"], users=users)
    for data in all_letters():
        if data.state == "paused":
            send_a_part(data, by=users[data.author])
    recall_blocks(by=users["helen"])


@transaction.atomic
def put_letter(data: LetterData, *, users: dict[str, User], now: datetime) -> None:
    """One letter up to its approval, or to its place in the timetable."""
    writer = users[data.author]
    if LetterPage.objects.filter(seller__user=writer, subject=data.subject).exists():
        return
    letter = create_letter(
        seller=writer.seller,
        by=writer,
        subject=data.subject,
        preheader=data.preheader,
        body=[_piece(*piece) for piece in data.body],
        topic=Topic.objects.get(name=data.topic) if data.topic else None,
    )
    if data.state == "draft":
        return
    review = submit_letter(letter, by=writer)
    if data.state == "returned":
        return_review(review, by=users["marek"], note=data.note, comments=[_remark(review, *remark) for remark in data.remarks])
    elif data.state != "waiting":
        approve_review(review, by=users["helen"])
    if data.state in ("scheduled", "held"):
        arm_issue(_issue(data, by=writer), by=writer, due_at=_tomorrow_at_nine(now, writer.seller.time_zone))


def send_now(letters: list[LetterData], *, users: dict[str, User]) -> None:
    """Hand everything over, and return when nothing waits any more."""
    for data in letters:
        issue = _issue(data, by=users[data.author])
        if issue.started_at is None:
            arm_issue(issue, by=users[data.author])
    drain(until_empty=True)


def send_a_part(data: LetterData, *, by: User) -> None:
    """One handful goes out, then its writer presses pause."""
    issue = _issue(data, by=by)
    if issue.started_at is not None:
        return
    arm_issue(issue, by=by)
    start_due_issues()
    worker = Worker()
    try:
        worker.step()
    finally:
        worker.close()
    pause_issue(issue, by=by)


def _issue(data: LetterData, *, by: User) -> Issue:
    return Issue.objects.get(letter__seller__user=by, letter__subject=data.subject)


def _piece(kind: str, value: Any) -> tuple[str, Any]:
    if kind == "approved":
        return kind, pinned(value)
    if isinstance(value, dict) and "image" in value:
        title, _ = pictures.THINGS[value["image"]]
        found = put_picture(title, f"{value['image']}.jpg", lambda: pictures.as_jpeg(pictures.thing(value["image"])))
        return kind, {**value, "image": found}
    return kind, value


def _remark(review: Review, quote: str, text: str) -> dict[str, str]:
    parts = review.artefact.document["parts"]
    location = next((part["location"] for part in parts if quote in part["text"]), "")
    return {"location": location, "quote": quote, "text": text}


def _tomorrow_at_nine(now: datetime, zone: str) -> datetime:
    """As a wall-clock time without a zone: delivery reads it in the seller's."""
    day = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    return datetime.combine(day, time(9, 0))
