"""Counting what rules do, and reviewers who say that one is wrong."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from hub.common import audit

from ..documents import Finding
from ..exceptions import NotYours
from ..models import Artefact, Objection, RuleHit
from ..review_queries import has_hand_in, may_review


def count_hits(artefact: Artefact) -> None:
    """One row for each rule that spoke in a frozen letter."""
    found = Counter(finding["rule"] for finding in artefact.findings)
    rows = [
        RuleHit(
            rule=rule,
            author_id=artefact.author_id,
            artefact=artefact,
            findings=number,
            justified=rule in artefact.justifications,
            at=artefact.created_at,
        )
        for rule, number in found.items()
    ]
    RuleHit.objects.bulk_create(rows)


def count_stopped(author: Any, findings: Iterable[Finding]) -> None:
    """One row for each rule that kept a letter of this writer's from being handed in."""
    found, now = Counter(finding.rule for finding in findings), timezone.now()
    RuleHit.objects.bulk_create([RuleHit(rule=rule, author=author, findings=number, at=now) for rule, number in found.items()])


@transaction.atomic
def object_to(rule: str, artefact: Artefact, *, by: Any, match: str = "", note: str = "") -> Objection:
    """“This rule is wrong here.” It opens nothing; it is counted with the rule, once for each reviewer and letter.

    NotYours for those who may not review it, or had a hand in it.
    """
    if not may_review(by, artefact.region) or has_hand_in(by, artefact):
        raise NotYours("Only somebody who may decide about this letter says that a rule is wrong in it.")
    said = {"match": match[:200], "note": note.strip()[:300], "at": timezone.now()}
    objection, _ = Objection.objects.update_or_create(rule=rule, artefact=artefact, by=by, defaults=said)
    audit.record("rule.objected", actor=by, subject=f"rule:{rule}", data={"artefact": artefact.pk})
    return objection
