"""The public directory: who takes readers. Nobody is signed in here, so these reads take no viewer."""

from django.db.models import Prefetch, QuerySet
from wagtail.images import get_image_model

from hub.company.models import Region

from .models import Seller


def public_sellers(*, region: str = "") -> QuerySet[Seller]:
    """Sellers with a live page, by name, all or of one region's code; photos come with their renditions."""
    photos = get_image_model().objects.prefetch_renditions("fill-320x320")
    found = Seller.objects.filter(state=Seller.State.ACTIVE, page__live=True).select_related("shop", "page")
    if region:
        found = found.filter(shop__region__code=region)
    return found.prefetch_related(Prefetch("photo", photos)).order_by("name", "pk")


def public_regions() -> QuerySet[Region]:
    """Regions in which somebody takes readers."""
    here = Seller.objects.filter(state=Seller.State.ACTIVE, page__live=True).values("shop__region")
    return Region.objects.filter(pk__in=here)
