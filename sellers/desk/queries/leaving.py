"""What those who left said when they were asked why: counts, and never who."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, QuerySet
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
    return _summed(Counter(_word(data) for data in _answers().filter(subject=f"seller:{seller.pk}").values_list("data", flat=True)), left)


def why_readers_left(*, viewer: Any) -> tuple[WhyTheyLeft, list[tuple[Seller, WhyTheyLeft]]]:
    """For leads and administrators: over all sellers they see, and for each with answers enough, the most left first. NotAllowed else."""
    words = _words_seen_by(viewer)
    most = sorted(((number, said) for number, said in words.items() if said.total() >= ENOUGH), key=lambda row: -row[1].total())
    sellers = Seller.objects.select_related("shop").in_bulk([number for number, _ in most[:SELLERS_SHOWN]])
    left = _left() if viewer.region_id is None else _left().filter(seller__in=sellers_seen_by(viewer=viewer))
    gone = dict(_left().filter(seller__in=sellers).values_list("seller").annotate(n=Count("pk")))
    each = [(sellers[number], _summed(said, gone.get(number, 0))) for number, said in most if number in sellers]
    return _summed(sum(words.values(), Counter()), left.count()), each


def what_was_said(*, viewer: Any) -> WhyTheyLeft:
    """The answers alone, for a lead's first page: how many left takes a look at every consent, which a first page does not."""
    return _summed(sum(_words_seen_by(viewer).values(), Counter()), 0)


def _words_seen_by(viewer: Any) -> dict[int, Counter[str]]:
    """{seller: what was said}, of the sellers this person sees. NotAllowed for all but leads and administrators."""
    if getattr(viewer, "role", None) not in (Role.LEAD, Role.ADMINISTRATOR):
        raise NotAllowed("Why readers left is for leads.")
    seen = None if viewer.region_id is None else set(sellers_seen_by(viewer=viewer).values_list("pk", flat=True))
    words: dict[int, Counter[str]] = {}
    for subject, data in _answers().values_list("subject", "data"):
        number = int(subject.removeprefix("seller:"))
        if seen is None or number in seen:
            words.setdefault(number, Counter())[_word(data)] += 1
    return words


def _answers() -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(action="audience.left_why", at__gte=timezone.now() - SPAN).order_by()


def _left() -> QuerySet[ConsentEvent]:
    said = ConsentEvent.objects.filter(kind=ConsentEvent.Kind.WITHDRAWN, source__in=OWN_WORD)
    return said.filter(at__gte=timezone.now() - SPAN).order_by()


def _word(data: dict[str, Any]) -> str:
    return str(data.get("why", WhyLeft.OTHER))


def _summed(said: Counter[str], left: int) -> WhyTheyLeft:
    answered = sum(said.values())
    found = [(WhyLeft(why), count) for why, count in said.most_common() if why in WhyLeft.values]
    reasons = tuple(Reason(str(why.label), count) for why, count in found)
    # An erased reader's leaving is gone, her nameless answer is not.
    return WhyTheyLeft(max(left, answered), answered, reasons, ADVICE[found[0][0]] if found else "")
