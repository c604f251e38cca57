"""Changes of the company's looks. Letters that were approved keep their bytes; everything that is made afterwards wears the new ones."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from hub.common import audit
from hub.common.exceptions import HubError, NotAllowed

from .models import BrandKit, Region, Shop
from .queries import brand, may_change_brand, may_change_region

BRAND_FIELDS = {"name", "logo", "primary_colour", "accent_colour", "paper_colour", "typeface", "tone_words"} | {
    "postal_address",
    "legal_footer",
    "privacy_url",
    "tracking",
}
REGION_FIELDS = {"postal_address", "legal_footer"}
SHOP_FIELDS = {"street", "town", "phone", "opening_hours", "language", "manner", "legal_footer"}


class Unfit(HubError):
    """What was given cannot be used; `details` holds {field: reason}."""

    code = "unfit"


@transaction.atomic
def change_brand(*, by: Any, **changes: Any) -> BrandKit:
    """Change the brand kit. NotAllowed for all but administrators and leads of the whole company; Unfit for colours nobody could read."""
    if by is not None and not may_change_brand(by):
        raise NotAllowed("The brand is kept by administrators and by leads of the whole company.")
    return _change(brand(), BRAND_FIELDS, changes, by=by, subject="brand")


@transaction.atomic
def change_region(region: Region, *, by: Any, **changes: Any) -> Region:
    """What a region says below its pages and letters. NotAllowed for leads of another region."""
    _only_keepers(region, by)
    return _change(region, REGION_FIELDS, changes, by=by, subject=f"region:{region.pk}")


@transaction.atomic
def change_shop(shop: Shop, *, by: Any, **changes: Any) -> Shop:
    """A shop's address, hours, language and footer. NotAllowed for leads of another region."""
    _only_keepers(shop.region, by)
    return _change(shop, SHOP_FIELDS, changes, by=by, subject=f"shop:{shop.pk}")


def _only_keepers(region: Region, by: Any) -> None:
    if by is not None and not may_change_region(by, region):
        raise NotAllowed("This region is looked after by somebody else.")


def _change(row: Any, fields: set[str], changes: dict[str, Any], *, by: Any, subject: str) -> Any:
    if unknown := set(changes) - fields:
        raise ValueError(f"Not to be changed here: {sorted(unknown)}")
    changed = sorted(name for name, value in changes.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, changes[name])
    try:
        row.full_clean()
    except ValidationError as error:
        raise Unfit("Please look at what is marked.", fields={name: said[0] for name, said in error.message_dict.items()}) from error
    if changed:
        row.save()
        audit.record("company.changed", actor=by, subject=subject, data={"fields": changed})
    return row
