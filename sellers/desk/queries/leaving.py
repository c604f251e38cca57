"""What those who left said when they were asked why: counts, and never who."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, QuerySet
from django.db.models.fields.json import KT
from django.utils import timezone

from hub.accounts.models import Role
from hub.common.exceptions import NotAllowed
from hub.common.models import AuditEntry
from sellers.audience.choices import Source, WhyLeft
from sellers.audience.models import ConsentEvent
from sellers.profiles.models import Seller
from sellers.profiles.queries import sellers_seen_by

SPAN = timedelta(days=365)
# With fewer answers a seller who saw one customer leave could tell what she said.
ENOUGH = 3
# Left by their own word. Who was taken off, or went with a hand-over, was not asked.
OWN_WORD = (Source.LINK, Source.ONE_CLICK, Source.PREFERENCES, Source.MAIL)
SELLERS_SHOWN = 20
AN_HOUR = 3600

ADVICE: dict[str, str] = {
    WhyLeft.TOO_MANY: "Write less often, and say in your letter that everybody may choose a slower rhythm: the link is at its foot.",
    WhyLeft.NOT_FOR_ME: "Say in the first lines what your letters are about, and keep to it. Topics let each one choose.",
    WhyLeft.NEVER_ASKED: "Say it aloud when you write an address down: “I will write to you; a mail asks you first.”",
    WhyLeft.OTHER: "Nothing that one could name. That is so with most who leave.",
}


@dataclass(frozen=True)
class Reason:
    """One answer, and how many gave it."""

    label: str
    count: int


@dataclass(frozen=True)
class WhyTheyLeft:
    """A year of leaving: how many left by their own word, how many said why, and what, the commonest first."""

    left: int
    answered: int
    reasons: tuple[Reason, ...] = ()
    advice: str = ""

    @property
    def can_be_shown(self) -> bool:
        return self.answered >= ENOUGH


def why_they_left(*, seller: Seller) -> WhyTheyLeft:
    """What this seller's readers said."""
    left = _left().filter(seller=seller).count()
    return _summed(_counted(_answers().filter(subject=f"seller:{seller.pk}")).get(seller.pk, Counter()), left)


def why_readers_left(*, viewer: Any) -> tuple[WhyTheyLeft, list[tuple[Seller, WhyTheyLeft]]]:
    """For leads and administrators: over all sellers they see, and for each with answers enough, the most left first. NotAllowed else."""
    words = _words_seen_by(viewer)
    most = sorted(((number, said) for number, said in words.items() if said.total() >= ENOUGH), key=lambda row: -row[1].total())
    sellers = Seller.objects.select_related("shop").in_bulk([number for number, _ in most[:SELLERS_SHOWN]])
    left = _left() if viewer.region_id is None else _left().filter(seller__in=sellers_seen_by(viewer=viewer))
    gone = dict(left.values_list("seller").annotate(n=Count("pk")))
    each = [(sellers[number], _summed(said, gone.get(number, 0))) for number, said in most if number in sellers]
    return _summed(sum(words.values(), Counter()), sum(gone.values())), each


def what_was_said(*, viewer: Any) -> WhyTheyLeft:
    """The answers alone, for a lead's first page, counted once an hour: a year's sum is no news of this minute. NotAllowed as above."""
    _leads_only(viewer)
    key = f"desk.what_was_said:{viewer.region_id or ''}"
    said: WhyTheyLeft | None = cache.get(key)
    if said is None:
        said = _summed(sum(_words_seen_by(viewer).values(), Counter()), 0)
        cache.set(key, said, AN_HOUR)
    return said


def _words_seen_by(viewer: Any) -> dict[int, Counter[str]]:
    """{seller: what was said}, of the sellers this person sees. NotAllowed for all but leads and administrators."""
    _leads_only(viewer)
    words = _counted(_answers())
    if viewer.region_id is None:
        return words
    seen = set(sellers_seen_by(viewer=viewer).values_list("pk", flat=True))
    return {number: said for number, said in words.items() if number in seen}


def _leads_only(viewer: Any) -> None:
    if getattr(viewer, "role", None) not in (Role.LEAD, Role.ADMINISTRATOR):
        raise NotAllowed("Why readers left is for leads.")


def _counted(answers: QuerySet[AuditEntry]) -> dict[int, Counter[str]]:
    """{seller: what was said}, summed by the database: a large company has more answers in a year than a page should carry."""
    words: dict[int, Counter[str]] = {}
    for subject, why, count in answers.annotate(why=KT("data__why")).values_list("subject", "why").annotate(n=Count("seq")):
        words.setdefault(int(subject.removeprefix("seller:")), Counter())[why or WhyLeft.OTHER] += count
    return words


def _answers() -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(action="audience.left_why", at__gte=timezone.now() - SPAN).order_by()


def _left() -> QuerySet[ConsentEvent]:
    said = ConsentEvent.objects.filter(kind=ConsentEvent.Kind.WITHDRAWN, source__in=OWN_WORD)
    return said.filter(at__gte=timezone.now() - SPAN).order_by()


def _summed(said: Counter[str], left: int) -> WhyTheyLeft:
    answered = sum(said.values())
    found = [(WhyLeft(why), count) for why, count in said.most_common() if why in WhyLeft.values]
    reasons = tuple(Reason(str(why.label), count) for why, count in found)
    # An erased reader's leaving is gone, her nameless answer is not.
    return WhyTheyLeft(max(left, answered), answered, reasons, ADVICE[found[0][0]] if found else "")
