"""Changes of sellers and their pages."""

from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.text import slugify
from guardian.shortcuts import assign_perm, remove_perm
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from hub.accounts.models import Role, User
from hub.accounts.queries import is_administrator
from hub.common import audit
from hub.common.addresses import normalise
from hub.common.exceptions import NotAllowed
from hub.common.headers import clean
from hub.company.models import Shop

from .models import HomePage, Seller, SellerPage
from .queries import WRITE

PROFILE_FIELDS = {"name", "job", "bio", "photo", "sign_off", "phone"}
ONE_LINE = {"name", "job", "sign_off", "phone"}


@transaction.atomic
def ensure_home_page(*, title: str = "Our people", intro: str = "") -> HomePage:
    """The company's front page as the site's root; Wagtail's welcome page goes. Does nothing when it is there."""
    if home := HomePage.objects.first():
        return home
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title=title, slug="people", intro=intro))
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
    welcome = site.root_page if site.pk else None
    site.root_page, site.site_name = home, title
    site.save()
    if welcome is not None and welcome.pk != root.pk and not welcome.get_children().exists():
        welcome.delete()
    return HomePage.objects.get(pk=home.pk)


@transaction.atomic
def create_seller(*, user: Any, shop: Shop, name: str = "", reply_to: str = "", by: Any = None, **profile: Any) -> Seller:
    """A seller with her public page, for a user who is to be one. `profile` takes job, phone, photo, bio, sign_off.

    Slug and sending name are made from the name and numbered when taken. Raises BadAddress, BadHeader, ValueError without a name.
    """
    name = clean((name or user.name).strip())
    if not name:
        raise ValueError("A seller needs a name.")
    slug = _free_slug(slugify(name) or "seller")
    seller = Seller.objects.create(
        user=user,
        shop=shop,
        name=name,
        slug=slug,
        mail_name=slug,
        reply_to=normalise(reply_to or user.email),
        **profile,
    )
    home = ensure_home_page()
    page = SellerPage(title=name, slug=slug, seller=seller, live=True)
    home.add_child(instance=page)
    audit.record(
        "profiles.seller_created", actor=by, subject=f"seller:{seller.pk}", data={"user": user.pk, "shop": shop.pk, "page": page.pk}
    )
    return seller


def _free_slug(wanted: str) -> str:
    """The wanted slug, or the first of wanted-2, wanted-3 … that no seller and no page of the front page has."""
    taken = set(Seller.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    taken |= set(Seller.objects.filter(mail_name__startswith=wanted).values_list("mail_name", flat=True))
    taken |= set(Page.objects.filter(depth=3, slug__startswith=wanted).values_list("slug", flat=True))
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


@transaction.atomic
def grant_writing(seller: Seller, *, to: User, by: User | None) -> None:
    """Let an assistant write letters for this seller. She never meets the readers. Does nothing if she may already.

    NotAllowed unless `by` is an administrator (or None, a command) and `to` an active assistant.
    """
    _only_administrators(by)
    if to.role != Role.ASSISTANT or not to.is_active:
        raise NotAllowed("Only an assistant can be named to write for a seller. Give this person the role of assistant first.")
    if to.has_perm(WRITE, seller):
        return
    assign_perm(WRITE, to, seller)
    audit.record("profiles.writing_granted", actor=by, subject=f"seller:{seller.pk}", data={"user": to.pk})


@transaction.atomic
def revoke_writing(seller: Seller, *, to: User, by: User | None) -> None:
    """End an assistant's right to write for this seller. What she wrote stays with the seller."""
    _only_administrators(by)
    remove_perm(WRITE, to, seller)
    audit.record("profiles.writing_revoked", actor=by, subject=f"seller:{seller.pk}", data={"user": to.pk})


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


def _only_administrators(by: User | None) -> None:
    if by is not None and not is_administrator(by):
        raise NotAllowed("Only an administrator may do this. Please ask one of yours.")
