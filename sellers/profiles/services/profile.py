"""What customers read about a seller: proposed by herself, public after somebody else's yes."""

from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from wagtail.images import get_image_model

from brandguard.documents import Document, Part
from brandguard.services.rules import check_document
from hub.accounts.models import User
from hub.common import audit
from hub.common.exceptions import HubError, NotAllowed
from hub.common.headers import clean

from ..exceptions import WordsRefused
from ..models import ProfileChange, Seller, SellerPage
from ..queries import may_review_profile
from . import notices

WORDS = ("name", "job", "bio", "sign_off", "phone")
ONE_LINE = {"name", "job", "sign_off", "phone"}
# What the guard reads each field as.
SCOPES = {"name": "heading", "job": "heading", "bio": "body", "sign_off": "signature"}


@transaction.atomic
def propose_profile(seller: Seller, *, by: User, picture: File | None = None, **wanted: str) -> ProfileChange | None:
    """Ask for a change of her name, job, bio, sign_off, phone or picture. Replaces one that still waits; None when nothing differs.

    NotAllowed for anybody but herself, BadHeader for an invisible sign, WordsRefused when a brand rule stops the words, ValueError for
    other fields or an empty name.
    """
    if not (by.is_active and seller.user_id == by.pk):
        raise NotAllowed("This is somebody else's page. You can change your own.", code="no_such_seller")
    if unknown := set(wanted) - set(WORDS):
        raise ValueError(f"Not part of a profile: {sorted(unknown)}")
    words = {field: clean(value) if field in ONE_LINE else value for field, value in wanted.items()}
    if not words.get("name", seller.name).strip():
        raise ValueError("A seller needs a name.")
    changed = {field: [getattr(seller, field), value] for field, value in words.items() if getattr(seller, field) != value}
    ensure_words(seller, {field: value for field, (_, value) in changed.items()})
    waited = _close(seller, by=by)
    if not changed and picture is None:
        return None
    photo = get_image_model().objects.create(title=seller.name, file=picture, uploaded_by_user=by) if picture else None
    change = ProfileChange.objects.create(seller=seller, words=changed, photo=photo)
    audit.record("profiles.change_proposed", actor=by, subject=f"seller:{seller.pk}", data=_facts(change))
    if not waited:  # else those who decide have a mail already
        notices.tell_waiting(change)
    return change


@transaction.atomic
def withdraw_profile(seller: Seller, *, by: User) -> bool:
    """She thinks better of it. False when nothing waits; NotAllowed for anybody but herself."""
    if seller.user_id != by.pk:
        raise NotAllowed("This is somebody else's page. You can change your own.", code="no_such_seller")
    return _close(seller, by=by)


@transaction.atomic
def approve_profile(change: ProfileChange, *, by: User) -> Seller:
    """From now on customers read the new words. NotAllowed for herself and whoever does not look after her; HubError when it waits no more.

    The rules are asked again: they may be stricter than when she typed.
    """
    change = _waiting(change, by=by)
    seller = change.seller
    ensure_words(seller, {field: value for field, (_, value) in change.words.items()})
    for field, (_, value) in change.words.items():
        setattr(seller, field, value)
    fields = list(change.words)
    if change.photo_id:
        seller.photo_id = change.photo_id
        fields.append("photo")
    seller.save(update_fields=fields)
    if "name" in change.words:
        SellerPage.objects.filter(seller=seller).update(title=seller.name, draft_title=seller.name)
    _decide(change, ProfileChange.State.APPROVED, by=by)
    audit.record("profiles.change_approved", actor=by, subject=f"seller:{seller.pk}", data=_facts(change))
    notices.tell_approved(change)
    return seller


@transaction.atomic
def return_profile(change: ProfileChange, *, by: User, note: str) -> ProfileChange:
    """Not like this: she reads why. As approve_profile, and HubError without a reason."""
    change = _waiting(change, by=by)
    if not note.strip():
        raise HubError("Say what should be different: she will read it.", code="note_missing")
    _decide(change, ProfileChange.State.RETURNED, by=by, note=note.strip()[:500])
    audit.record("profiles.change_returned", actor=by, subject=f"seller:{change.seller_id}", data=_facts(change))
    notices.tell_returned(change)
    return change


def ensure_words(seller: Seller, words: dict[str, str]) -> None:
    """WordsRefused when a rule in force stops one of these texts."""
    language = seller.shop.language
    parts = tuple(Part(SCOPES[field], text, field, language) for field, text in words.items() if field in SCOPES and text)
    facts = {"region": seller.shop.region.code, "role": "seller"}
    found = [one for one in check_document(Document(parts, language=language, facts=facts)).findings if one.blocks and one.start >= 0]
    if found:
        fields: dict[str, list[str]] = {}
        for one in found:
            fields.setdefault(one.location, []).append(f"“{one.match}”: {one.message}")
        raise WordsRefused("A rule of the brand stops these words. Please say it differently.", fields=fields)


def _waiting(change: ProfileChange, *, by: User) -> ProfileChange:
    locked = ProfileChange.objects.select_for_update(of=("self",)).select_related("seller__shop__region").get(pk=change.pk)
    if not may_review_profile(by, seller=locked.seller):
        raise NotAllowed("Somebody else who looks after this seller has to decide.", code="not_yours")
    if locked.state != ProfileChange.State.WAITING:
        raise HubError("This has been decided or taken back already.", code="not_waiting")
    return locked


def _decide(change: ProfileChange, state: str, *, by: User, note: str = "") -> None:
    change.state, change.decided_by, change.decided_at, change.note = state, by, timezone.now(), note
    change.save(update_fields=["state", "decided_by", "decided_at", "note"])


def _close(seller: Seller, *, by: User) -> bool:
    waiting = ProfileChange.objects.filter(seller=seller, state=ProfileChange.State.WAITING)
    closed = bool(waiting.update(state=ProfileChange.State.WITHDRAWN, decided_at=timezone.now(), decided_by=by))
    if closed:
        audit.record("profiles.change_withdrawn", actor=by, subject=f"seller:{seller.pk}")
    return closed


def _facts(change: ProfileChange) -> dict[str, Any]:
    """For the audit trail: which fields, never the words."""
    return {"change": change.pk, "fields": sorted(change.words), "photo": bool(change.photo_id)}
