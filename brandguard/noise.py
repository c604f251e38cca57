"""What rules have done so far, and which of them are mostly noise. Reads only."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from .choices import ArtefactState
from .models import Objection, RuleHit

# A rule is called noisy from so many letters on, when people overruled it in so large a share of them.
LEAST_LETTERS, NOISY_SHARE = 5, 60
# A writer who meets a rule so often in so many days is shown its lesson.
OFTEN, LATELY = 3, timedelta(days=90)


@dataclass(frozen=True)
class Tally:
    """Letters handed in with a finding of the rule, and letters it kept from being handed in; what people made of the former."""

    letters: int = 0
    stopped: int = 0
    justified: int = 0
    passed: int = 0
    objections: int = 0
    # Letters in which a person overruled it: with a reason, by approving all the same, or by saying that it is wrong.
    overruled: int = 0

    @property
    def hits(self) -> int:
        return self.letters + self.stopped

    @property
    def overruled_percent(self) -> int:
        return round(100 * self.overruled / self.hits) if self.hits else 0

    @property
    def noisy(self) -> bool:
        return self.hits >= LEAST_LETTERS and self.overruled_percent >= NOISY_SHARE


def tallies(keys: Collection[str]) -> dict[str, Tally]:
    """For each of these rules, in two queries however many they are."""
    approved = Q(artefact__state=ArtefactState.APPROVED)
    counted = (
        RuleHit.objects.filter(rule__in=list(keys))
        .order_by()
        .values("rule")
        .annotate(
            letters=Count("artefact", distinct=True),
            stopped=Count("pk", filter=Q(artefact=None), distinct=True),
            justified=Count("artefact", filter=Q(justified=True), distinct=True),
            passed=Count("artefact", filter=approved, distinct=True),
        )
    )
    objections = dict(
        Objection.objects.filter(rule__in=list(keys)).order_by().values_list("rule").annotate(Count("artefact", distinct=True))
    )
    found = {key: Tally(objections=objections.get(key, 0)) for key in keys}
    for row in counted:
        key, said = row["rule"], objections.get(row["rule"], 0)
        overruled = min(row["letters"], max(row["passed"], row["justified"], said))
        found[key] = Tally(row["letters"], row["stopped"], row["justified"], row["passed"], said, overruled)
    return found


def often_met(author: Any, *, now: datetime | None = None) -> set[str]:
    """Rules that this writer has met again and again lately."""
    since = (now or timezone.now()) - LATELY
    mine = RuleHit.objects.filter(author=author, at__gte=since).order_by().values("rule").annotate(times=Count("pk"))
    return set(mine.filter(times__gte=OFTEN).values_list("rule", flat=True))
