"""The public directory: who takes readers. Nobody is signed in here, so these reads take no viewer."""

from django.db.models import Prefetch, Q, QuerySet
from wagtail.images import get_image_model

from hub.company.models import Region

from .models import Seller


def public_sellers(*, region: str = "", search: str = "") -> QuerySet[Seller]:
    """Sellers with a live page, by name, all or of one region's code, found by name, shop or town; photos come with their renditions."""
    photos = get_image_model().objects.prefetch_renditions("fill-200x200")
    found = Seller.objects.filter(state=Seller.State.ACTIVE, page__live=True).select_related("shop", "page")
    if region:
        found = found.filter(shop__region__code=region)
    for word in search.split()[:4]:
        found = found.filter(Q(name__icontains=word) | Q(shop__name__icontains=word) | Q(shop__town__icontains=word))
    return found.prefetch_related(Prefetch("photo", photos)).order_by("name", "pk")


def public_regions() -> QuerySet[Region]:
    """Regions in which somebody takes readers."""
    here = Seller.objects.filter(state=Seller.State.ACTIVE, page__live=True).values("shop__region")
    return Region.objects.filter(pk__in=here)


def open_seller(slug: str) -> Seller | None:
    """The seller of a public page that takes readers, with shop, page and photo."""
    found = Seller.objects.select_related("shop__region", "page", "photo")
    return found.filter(slug=slug, state=Seller.State.ACTIVE, page__live=True).first()
