"""Who may decide about what, and what waits."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from hub.accounts.models import Role, User

from .choices import ReviewState, Verdict
from .models import Artefact, Emergency, Review

REVIEWERS = (Role.LEAD, Role.ADMINISTRATOR)


def may_review(user: Any, region: str) -> bool:
    """Leads and administrators; a lead with a region only for that region. Superuser alone opens nothing."""
    if not user.is_active or user.role not in REVIEWERS:
        return False
    return user.region_id is None or user.region.code == region


def has_hand_in(user: Any, artefact: Artefact) -> bool:
    return user.pk == artefact.author_id or user.pk in artefact.writers


def deciders(artefact: Artefact) -> list[User]:
    """Everybody who may decide about it: this region's leads, those without a region, administrators; nobody with a hand in it."""
    reach = Q(region=None) | Q(region__code=artefact.region)
    people = User.objects.filter(reach, role__in=REVIEWERS, is_active=True).order_by("name", "pk")
    return [person for person in people if not has_hand_in(person, artefact)]


def reviews_for(*, viewer: Any) -> QuerySet[Review]:
    """Every review this person may see: none for sellers and assistants, one region for a lead who has one."""
    if not viewer.is_active or viewer.role not in REVIEWERS:
        return Review.objects.none()
    reviews = Review.objects.select_related("artefact", "artefact__author", "submitted_by").defer("artefact__payload", "artefact__document")
    if viewer.region_id is not None:
        # An emergency is everybody's, until it is decided.
        urgent = Q(
            artefact__emergency__confirmed_at=None, artefact__emergency__ended_at=None, artefact__emergency__closes_at__gt=timezone.now()
        )
        reviews = reviews.filter(Q(artefact__region=viewer.region.code) | urgent)
    return reviews


def queue(*, viewer: Any) -> QuerySet[Review]:
    """What waits for a decision: what was escalated, then the nearest deadline."""
    waiting = reviews_for(viewer=viewer).filter(state=ReviewState.WAITING).select_related("claimed_by", "assigned_to", "escalated_by")
    return waiting.order_by(F("escalated_at").asc(nulls_last=True), "due_at", "id")


def to_read_afterwards(*, viewer: Any) -> QuerySet[Review]:
    """Letters that passed by themselves and were drawn to be read, the nearest deadline first."""
    drawn = reviews_for(viewer=viewer).filter(after_check__verdict=Verdict.WAITING).select_related("after_check")
    return drawn.order_by("after_check__due_at", "id")


def emergencies(*, viewer: Any) -> QuerySet[Emergency]:
    """All of them, the newest first, for those who review: an emergency is never a secret among them."""
    if not viewer.is_active or viewer.role not in REVIEWERS:
        return Emergency.objects.none()
    found = Emergency.objects.select_related(
        "artefact__author", "artefact__approval", "artefact__review", "opened_by", "confirmed_by", "ended_by"
    )
    return found.defer("artefact__payload", "artefact__document")


def emergencies_now(*, viewer: Any) -> list[Emergency]:
    """Those that wait for a second person or let something out at this moment: every reviewer's screen says so."""
    now = timezone.now()
    asked = Q(confirmed_at=None, closes_at__gt=now)
    open_ = Q(confirmed_at__isnull=False, artefact__approval__expires_at__gt=now)
    return list(emergencies(viewer=viewer).filter(asked | open_, ended_at=None))


def reviewers() -> list[User]:
    """Every active lead and administrator, whatever the region."""
    return list(User.objects.filter(role__in=REVIEWERS, is_active=True).order_by("name", "pk"))


def decided(*, viewer: Any) -> QuerySet[Review]:
    """What was decided or taken back, the newest first."""
    return reviews_for(viewer=viewer).exclude(state=ReviewState.WAITING).order_by("-decided_at", "-id")
