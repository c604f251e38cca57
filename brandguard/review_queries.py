"""Who may decide about what, and what waits."""

from typing import Any

from django.db.models import F, Q, QuerySet

from hub.accounts.models import Role, User

from .choices import ReviewState
from .models import Artefact, Review

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
        reviews = reviews.filter(artefact__region=viewer.region.code)
    return reviews


def queue(*, viewer: Any) -> QuerySet[Review]:
    """What waits for a decision: what was escalated, then the nearest deadline."""
    waiting = reviews_for(viewer=viewer).filter(state=ReviewState.WAITING).select_related("claimed_by", "assigned_to", "escalated_by")
    return waiting.order_by(F("escalated_at").asc(nulls_last=True), "due_at", "id")


def decided(*, viewer: Any) -> QuerySet[Review]:
    """What was decided or taken back, the newest first."""
    return reviews_for(viewer=viewer).exclude(state=ReviewState.WAITING).order_by("-decided_at", "-id")
