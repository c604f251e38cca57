"""Which letters may pass without a person, and why the others may not. Reads only."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Max
from django.utils import timezone

from .choices import Basis, Severity
from .models import Approval, Artefact, ReviewPolicy
from .standing import standing_of

# A yes without a reading person does not last longer; so long before the days of the tier its letters count as well.
LASTS = timedelta(days=7)


class Why(NamedTuple):
    """A stable code, and a sentence for the reviewer and the writer."""

    code: str
    sentence: str


class Judgement(NamedTuple):
    """Why a person has to look (nothing: it passes), and what that was decided by."""

    why: list[Why]
    grounds: dict[str, int]


def current_policy() -> ReviewPolicy:
    """The newest; the defaults while nobody has set one."""
    return ReviewPolicy.objects.order_by("-id").first() or ReviewPolicy()


def judge(artefact: Artefact, *, now: datetime | None = None) -> Judgement:
    """Whether these bytes may pass by themselves: clean text and approved blocks only, by a writer of enough standing, for few enough.

    The readers of all her letters are added up, so that several small ones count like a large one.
    """
    moment, policy = now or timezone.now(), current_policy()
    standing = standing_of(artefact.author_id, now=moment).points
    readers = artefact.audience_count + readers_before(artefact, policy=policy, now=moment)
    why = [*_content(artefact), *_hands(artefact)]
    if standing < policy.pass_standing:
        why.append(
            Why(
                "standing", f"Letters of this writer are still read before they go out: standing {standing}, {policy.pass_standing} needed."
            )
        )
    if readers > policy.tier_readers:
        bound = f"above {policy.tier_readers:,} a person reads it"
        why.append(Why("readers", f"With this letter {readers:,} readers are written to in {policy.tier_days} days; {bound}."))
    return Judgement(why, {"policy": policy.pk or 0, "standing": standing, "readers": readers, "bound": policy.tier_readers})


def readers_before(artefact: Artefact, *, policy: ReviewPolicy, now: datetime) -> int:
    """Readers of the writer's other letters that were approved lately, each letter once with its largest number.

    A yes may be used for LASTS, so letters approved that much earlier may still go out within the policy's days.
    """
    since = now - timedelta(days=policy.tier_days) - LASTS
    others = Artefact.objects.filter(author=artefact.author_id, approval__at__gte=since, approval__at__lte=now)
    sizes = others.exclude(subject=artefact.subject).order_by().values("subject").annotate(most=Max("audience_count"))
    return sum(size["most"] for size in sizes)


def lapsed(artefact: Artefact, approval: Approval, *, standing: bool) -> list[Why]:
    """What has happened since these bytes passed by themselves that asks for a person after all.

    Two queries; with `standing`, which is then worked out anew and not believed from the approval, three more.
    """
    policy, grounds = current_policy(), approval.grounds
    why = [*_content(artefact), *_hands(artefact)]
    if standing and (points := standing_of(artefact.author_id).points) < policy.pass_standing:
        why.append(Why("standing", f"The writer's standing is {points} now, {policy.pass_standing} is needed."))
    if policy.pass_standing > grounds.get("standing", 0) or policy.tier_readers < grounds.get("readers", 0):
        why.append(Why("policy", "The policy by which it passed has become stricter since."))
    broken = Approval.objects.filter(artefact__author=artefact.author_id, breach=True, revoked_at__gte=approval.at)
    if broken.exclude(basis=Basis.EMERGENCY).exists():
        why.append(Why("breach", "A rule was broken in another letter of this writer since it passed."))
    return why


def _content(artefact: Artefact) -> list[Why]:
    why = [Why("risk", risk) for risk in artefact.risks]
    # The text part says everything again.
    found = len({(f["rule"], f["match"].casefold()) for f in artefact.findings if f["severity"] != Severity.ADVICE})
    if found:
        why.append(Why("findings", "The guard found something in it." if found == 1 else f"The guard found {found} things in it."))
    if artefact.justifications:
        why.append(Why("reasons", "The writer gives reasons that a person has to weigh."))
    return why


def _hands(artefact: Artefact) -> list[Why]:
    others: list[Any] = [writer for writer in artefact.writers if writer != artefact.author_id]
    return [Why("hands", "Somebody else wrote in it too; the standing is the seller's own.")] if others else []
