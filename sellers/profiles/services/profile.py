"""What customers read about a seller."""

from typing import Any

from django.core.files.base import File
from django.db import transaction
from wagtail.images import get_image_model

from hub.accounts.models import User
from hub.accounts.queries import is_administrator
from hub.common import audit
from hub.common.exceptions import NotAllowed
from hub.common.headers import clean

from ..models import Seller, SellerPage

PROFILE_FIELDS = {"name", "job", "bio", "photo", "sign_off", "phone"}
ONE_LINE = {"name", "job", "sign_off", "phone"}


@transaction.atomic
def change_profile(seller: Seller, *, by: User, picture: File | None = None, **changes: Any) -> Seller:
    """What customers read about her: name, job, bio, photo, sign_off, phone. Her page's title follows her name.

    `picture` is an uploaded file that becomes her photo.

    NotAllowed for anybody but herself and administrators; ValueError for other fields or an empty name.
    """
    if not (is_administrator(by) or (by.is_active and seller.user_id == by.pk)):
        raise NotAllowed("This is somebody else's page. You can change your own.", code="no_such_seller")
    if picture is not None:
        changes["photo"] = get_image_model().objects.create(title=seller.name, file=picture, uploaded_by_user=by)
    if unknown := set(changes) - PROFILE_FIELDS:
        raise ValueError(f"Not part of a profile: {sorted(unknown)}")
    changed = [field for field, value in changes.items() if getattr(seller, field) != value]
    for field in changed:
        setattr(seller, field, clean(changes[field]) if field in ONE_LINE else changes[field])
    if not seller.name:
        raise ValueError("A seller needs a name.")
    seller.save(update_fields=changed)
    if "name" in changed:
        SellerPage.objects.filter(seller=seller).update(title=seller.name, draft_title=seller.name)
    audit.record("profiles.changed", actor=by, subject=f"seller:{seller.pk}", data={"fields": changed})
    return seller
