"""Refusals while a letter was handed over: the same words as in a bounce, heard at once, judged the same way."""

from django.db import transaction

from sellers.delivery.choices import ProblemKind
from sellers.delivery.inbound.wording import TEMPORARY, settle
from sellers.delivery.models import Problem

from ..choices import Outcome, Source
from ..models import Inbound
from .bounces import address_of, by_class

_BATCH = 500


def judge_refusals() -> int:
    """Act on every refusal that has not been judged; how many there were. Safe to run at any time and twice."""
    judged = Inbound.objects.filter(source=Source.REFUSAL).order_by("-pk").values_list("digest", flat=True).first()
    last = int(judged.removeprefix("refusal:")) if judged else 0
    failed = Problem.objects.filter(kind=ProblemKind.FAILED, pk__gt=last).exclude(code="").order_by("pk")
    count = 0
    for problem in failed.select_related("delivery__issue__seller", "delivery__subscriber__person")[:_BATCH]:
        count += _judge(problem)
    return count


@transaction.atomic
def _judge(problem: Problem) -> bool:
    digest = f"refusal:{problem.pk}"
    if Inbound.objects.filter(digest=digest).exists():
        return False
    code, _, status = problem.code.partition(" ")
    found = settle(status, f"{code} {problem.reason}")
    delivery = problem.delivery
    inbound = Inbound.objects.create(
        digest=digest,
        source=Source.REFUSAL,
        kind="dsn",
        bounce_class=found,
        status=status[:12],
        delivery=delivery,
        seller=delivery.issue.seller,
        at=problem.at,
    )
    inbound.outcome = Outcome.LATER if found == TEMPORARY else by_class(found, delivery, address_of(delivery), inbound)
    inbound.save(update_fields=["outcome"])
    return True
