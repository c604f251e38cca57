"""New sellers, and the pages they are found at."""

from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_noop
from wagtail.models import Page, Site

from hub.common import audit
from hub.common.addresses import normalise
from hub.common.headers import clean
from hub.common.routes import first_parts
from hub.company.models import Shop

from ..models import HomePage, Seller, SellerPage


@transaction.atomic
def ensure_home_page(*, title: str = gettext_noop("Our people"), intro: str = "") -> HomePage:
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
    """The wanted slug, or the first of wanted-2, wanted-3 … that no seller, no page of the front page and no route has."""
    taken = set(first_parts())
    taken |= set(Seller.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    taken |= set(Seller.objects.filter(mail_name__startswith=wanted).values_list("mail_name", flat=True))
    taken |= set(Page.objects.filter(depth=3, slug__startswith=wanted).values_list("slug", flat=True))
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
