"""What everybody above asks about the company."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from .colours import TEXT, contrast
from .models import BrandKit, Region, Shop, Tracking

KEEP_BRAND = "hub_company.change_brandkit"


def brand() -> BrandKit:
    """The brand kit; its defaults while nobody has filled it in."""
    return BrandKit.load()


def tracking_policy() -> str:
    """What may be counted of a letter that is compiled now: what the brand wants, at most what TRACKING allows."""
    order = Tracking.values
    return order[min(order.index(settings.TRACKING), order.index(BrandKit.load().tracking))]


@dataclass(frozen=True)
class Imprint:
    """Who speaks, as the law wants it below every page and letter."""

    name: str
    postal_address: str
    legal_footer: str
    privacy_url: str


def imprint(shop: Shop | None = None, kit: BrandKit | None = None) -> Imprint:
    """The company's, with the shop's or its region's own words where they have some."""
    kit = kit or brand()
    region = shop.region if shop else None
    return Imprint(
        name=kit.name,
        postal_address=(region and region.postal_address) or kit.postal_address,
        legal_footer=((shop and shop.legal_footer) or (region and region.legal_footer) or kit.legal_footer).strip(),
        privacy_url=kit.privacy_url,
    )


def tone_words(kit: BrandKit | None = None) -> tuple[str, ...]:
    """How letters of this brand sound, in a few words: for whoever writes."""
    return tuple(dict.fromkeys(word for line in (kit or brand()).tone_words.splitlines() if (word := " ".join(line.split()))))


def text_colour(colour: str, *, papers: Iterable[str], ink: str = "#22221f") -> str:
    """The brand's colour if text in it can be read on all these backgrounds, else the ink."""
    return colour if all(contrast(colour, paper) >= TEXT for paper in papers) else ink


def may_change_brand(user: Any) -> bool:
    """Administrators, and leads who look after no single region."""
    return bool(user.is_active and user.has_perm(KEEP_BRAND) and getattr(user, "region_id", None) is None)


def may_change_region(user: Any, region: Region) -> bool:
    """Those, and the leads of this region."""
    return bool(user.is_active and user.has_perm(KEEP_BRAND) and getattr(user, "region_id", None) in (None, region.pk))


def regions_kept_by(user: Any) -> list[Region]:
    """The regions this person looks after, each with its shops."""
    found = Region.objects.prefetch_related("shops")
    return [region for region in found if may_change_region(user, region)]
