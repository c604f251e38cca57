"""Everything one screen of the desk needs, read in one place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from brandguard import gate, review_queries
from brandguard.choices import ArtefactState, ReviewState, Verdict
from brandguard.documents import Document, Finding
from brandguard.models import AfterCheck, Artefact, Emergency, Objection, Review, Rule
from brandguard.services.rules import check_document
from brandguard.standing import Standing, standing_of, standings
from sellers.audience.models import Topic
from sellers.audience.queries import topic_named, who_does_without
from sellers.profiles.models import Seller

from ..audience import topic_of
from ..models import LetterPage
from ..payload import LetterPayload
from .differences import Difference, difference
from .reading import Passage, elsewhere, gravest_first, passages, without_echoes

# Reasons of the gate that are true of everything that waits.
_NATURAL = {"no_approval", "not_approved", "too_early"}


# For a glance at the queue; the letter's own screen says it in full.
_FLAGS = {
    "readers": "many readers",
    "risk": "own picture or strange link",
    "reasons": "reason given",
    "hands": "two hands",
    "emergency": "emergency",
}


@dataclass(frozen=True)
class Row:
    """One line of the queue."""

    review: Review
    seller: Seller | None
    overdue: bool
    own: bool
    standing: int = 0

    @property
    def clean(self) -> bool:
        """Nothing found when it was frozen, and nobody asked for more eyes: may be approved together with others."""
        return not self.own and not self.review.artefact.findings and self.review.escalated_at is None

    @property
    def flags(self) -> list[str]:
        """Why a person has to look, in a few words each."""
        return [_FLAGS[code] for code in dict.fromkeys(code for code, _ in self.review.why) if code in _FLAGS]


def rows(reviews: Iterable[Review], *, viewer: Any, now: datetime | None = None) -> list[Row]:
    """The queue's lines with their sellers and their standing, in five queries however many they are."""
    found, now = list(reviews), now or timezone.now()
    sellers = Seller.objects.select_related("shop__region").in_bulk({r.artefact.author_id for r in found}, field_name="user_id")
    standing = standings(sellers)
    return [
        Row(
            review,
            sellers.get(review.artefact.author_id),
            overdue=review.state == ReviewState.WAITING and review.due_at < now,
            own=review_queries.has_hand_in(viewer, review.artefact),
            standing=standing[review.artefact.author_id].points if review.artefact.author_id in standing else 0,
        )
        for review in found
    ]


class Screen:
    """One letter on the desk, as `viewer` sees it."""

    def __init__(self, review: Review, *, viewer: Any) -> None:
        self.review, self.viewer = review, viewer
        self.artefact = Artefact.objects.select_related("author").get(pk=review.artefact_id)

    @cached_property
    def document(self) -> Document:
        return self.artefact.guard_document()

    @cached_property
    def payload(self) -> LetterPayload:
        return LetterPayload.from_bytes(bytes(self.artefact.payload))

    @cached_property
    def seller(self) -> Seller | None:
        return Seller.objects.select_related("shop__region").filter(user=self.artefact.author_id).first()

    @cached_property
    def findings(self) -> list[Finding]:
        """By the rules of now, which are those that a yes is given under."""
        return gravest_first(without_echoes(self.document, check_document(self.document).findings))

    @cached_property
    def rules_of_ours(self) -> set[str]:
        """Rules that somebody keeps, so that saying that one is wrong reaches somebody."""
        named = {finding.rule for finding in self.findings}
        return set(Rule.objects.filter(key__in=named).values_list("key", flat=True)) if named else set()

    @cached_property
    def objected(self) -> set[str]:
        return set(Objection.objects.filter(artefact=self.artefact, by=self.viewer).values_list("rule", flat=True))

    @cached_property
    def passages(self) -> list[Passage]:
        return passages(self.document, self.findings)

    @cached_property
    def elsewhere(self) -> list[Finding]:
        return elsewhere(self.document, self.findings)

    @cached_property
    def obstacles(self) -> list[gate.Reason]:
        """Why a yes would not help: what the gate says now, but for what every waiting letter lacks."""
        waiting = self.review.state == ReviewState.WAITING
        reasons = gate.problems(self.artefact) if self.review.state in (ReviewState.WAITING, ReviewState.APPROVED) else []
        return [reason for reason in reasons if not waiting or reason.code not in _NATURAL]

    @property
    def own(self) -> bool:
        return self.viewer.pk == self.review.submitted_by_id or review_queries.has_hand_in(self.viewer, self.artefact)

    @property
    def may_decide(self) -> bool:
        return self.review.state == ReviewState.WAITING and not self.own and review_queries.may_review(self.viewer, self.artefact.region)

    @cached_property
    def topic(self) -> Topic | None:
        """What the letter is about, as far as it decides who gets it."""
        return topic_named(topic_of(self.artefact.audience))

    @cached_property
    def left_out(self) -> int:
        """How many readers asked not to get this kind of letter."""
        return who_does_without(seller=self.seller, topic=self.topic).count() if self.seller and self.topic else 0

    @cached_property
    def standing(self) -> Standing:
        return standing_of(self.artefact.author_id)

    @cached_property
    def after_check(self) -> AfterCheck | None:
        """A letter that had passed by itself and is to be read now."""
        return AfterCheck.objects.filter(review=self.review).first()

    @property
    def may_check(self) -> bool:
        waits = self.after_check is not None and self.after_check.verdict == Verdict.WAITING
        return waits and not self.own and review_queries.may_review(self.viewer, self.artefact.region)

    @cached_property
    def emergency(self) -> Emergency | None:
        return review_queries.emergencies(viewer=self.viewer).filter(artefact=self.artefact).first()

    @property
    def emergency_waits(self) -> bool:
        """For a second person."""
        found = self.emergency
        return bool(found and not found.confirmed_at and not found.ended_at and found.closes_at > timezone.now())

    @property
    def emergency_runs(self) -> bool:
        """It waits for a second person, or lets the letter out at this moment."""
        approval = getattr(self.artefact, "approval", None)
        lets_out = bool(self.emergency and self.emergency.confirmed_at and not self.emergency.ended_at)
        return self.emergency_waits or (lets_out and approval is not None and approval.expires_at > timezone.now())

    @property
    def may_open_emergency(self) -> bool:
        return self.review.state == ReviewState.WAITING and self.emergency is None and not self._has_hand

    @property
    def may_confirm(self) -> bool:
        return self.emergency_waits and not self._has_hand and self.emergency.opened_by_id != self.viewer.pk  # type: ignore[union-attr]

    @property
    def _has_hand(self) -> bool:
        return review_queries.has_hand_in(self.viewer, self.artefact)

    @cached_property
    def others(self) -> list[Any]:
        """Everybody else who could decide about it."""
        return [person for person in review_queries.deciders(self.artefact) if person.pk != self.viewer.pk]

    @property
    def may_revoke(self) -> bool:
        right = review_queries.may_review(self.viewer, self.artefact.region)
        return right and self.artefact.state == ArtefactState.APPROVED and not self._letter_is_history

    @property
    def may_recall(self) -> bool:
        """An approved letter, one that was sent included. What only waits is returned."""
        return review_queries.may_review(self.viewer, self.artefact.region) and self.artefact.state == ArtefactState.APPROVED

    @cached_property
    def _letter_is_history(self) -> bool:
        return LetterPage.objects.filter(archived_artefact=self.artefact.pk).exists()

    @cached_property
    def before(self) -> Artefact | None:
        """The version of this letter that a person decided about last."""
        decided = (ReviewState.APPROVED, ReviewState.RETURNED)
        earlier = Artefact.objects.filter(subject=self.artefact.subject, pk__lt=self.artefact.pk, review__decided_at__isnull=False)
        return earlier.filter(review__state__in=decided).defer("payload").order_by("-pk").first()

    @cached_property
    def last_letter(self) -> Artefact | None:
        """The seller's last other letter that was approved."""
        others = Artefact.objects.filter(author=self.artefact.author_id, approval__isnull=False, pk__lt=self.artefact.pk)
        return others.exclude(subject=self.artefact.subject).defer("payload").order_by("-pk").first()

    @cached_property
    def since_review(self) -> Difference | None:
        return difference(self.before.guard_document(), self.document) if self.before else None

    @cached_property
    def since_last_letter(self) -> Difference | None:
        return difference(self.last_letter.guard_document(), self.document) if self.last_letter else None

    @cached_property
    def history(self) -> list[Review]:
        """Earlier rounds of this letter, the newest first."""
        rounds = Review.objects.filter(artefact__subject=self.artefact.subject).exclude(pk=self.review.pk)
        return list(rounds.select_related("decided_by").defer("artefact__payload").order_by("-pk")[:10])
