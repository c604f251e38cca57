"""After a recall: a correction is drafted for each seller whose letter went out, and everybody concerned is told."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from brandguard.choices import Trace
from brandguard.models import Recall, RecallEntry
from brandguard.reach import Found
from brandguard.services.recalls import note
from hub.common import audit
from hub.company.greetings import greeting_of
from sellers.profiles.models import Seller

from ..models import LetterPage
from ..theme import frame_language
from . import notices
from .letters import begin_letter, may_write_for

if TYPE_CHECKING:
    from hub.accounts.models import User


@transaction.atomic
def answer_recall(recall: Recall, added: Iterable[RecallEntry]) -> list[LetterPage]:
    """Draft a correction for each seller who needs one and has none, and write to everybody whose letters were found. Sends no letter."""
    corrected = set(recall.entries.filter(trace=Trace.CORRECTION).values_list("author_id", flat=True))
    drafted = []
    for author, mine in _by_author(entry for entry in added if entry.subject.startswith("letter:")).items():
        sent = [entry for entry in mine if entry.trace == Trace.SENT]
        correction = _draft(recall, author, sent) if sent and author.pk not in corrected else None
        drafted += [correction] if correction else []
        notices.tell_recalled(recall, author, mine, correction=correction)
    return drafted


def _draft(recall: Recall, author: "User", sent: list[RecallEntry]) -> LetterPage | None:
    """Under her page and hers to change; None when nobody writes for her any more."""
    seller = Seller.objects.select_related("shop__region", "page").filter(user=author).first()
    if seller is None or not may_write_for(author, seller):
        return None
    with frame_language(seller):
        subject, body = _("A correction to my letter"), _body(seller, sent)
    letter = begin_letter(seller=seller, owner=author, subject=subject, body=[("text", body)])
    audit.record(
        "letter.correction_drafted", actor=recall.by, subject=letter.guard_subject, data={"recall": recall.pk, "seller": seller.pk}
    )
    note(
        recall,
        Found(Trace.CORRECTION, letter.guard_subject, letter.title, author.pk, seller.shop.region.code, at=timezone.now()),
    )
    return letter


def _by_author(entries: Iterable[RecallEntry]) -> "dict[User, list[RecallEntry]]":
    found: dict[User, list[RecallEntry]] = {}
    for entry in entries:
        found.setdefault(entry.author, []).append(entry)
    return found


def _body(seller: Seller, sent: Iterable[RecallEntry]) -> str:
    """Greeting and frame, in the language spoken now.

    Neither the words that were recalled nor the letter's title, which may hold them: the rules would stop the correction.
    """
    days = {"days": _days((entry.at for entry in sent), seller.time_zone)}
    paragraphs = (
        f"{{salutation}}{greeting_of(seller.shop).stop}",
        _("In my letter of %(days)s I wrote something that is not right. Please do not rely on it.") % days,
        _("[Write here, in your own words, what is right and what your readers should do now.]"),
        _("I am sorry for the trouble."),
    )
    return "".join(f"<p>{escape(text)}</p>" for text in paragraphs)


def _days(moments: Iterable[datetime | None], zone: str) -> str:
    days = dict.fromkeys(date_format(timezone.localtime(moment, ZoneInfo(zone)), "DATE_FORMAT") for moment in moments if moment)
    return get_text_list(list(days), _("and"))
