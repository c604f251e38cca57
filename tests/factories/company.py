"""Regions and shops for tests."""

from hub.company.models import Region, Shop


def make_region(code: str = "north", name: str = "") -> Region:
    return Region.objects.get_or_create(code=code, defaults={"name": name or code.title()})[0]


def make_shop(name: str = "North Quay", *, region: Region | None = None, **fields: object) -> Shop:
    defaults = {"street": "4 Quay Street", "town": "Gdańsk", "phone": "+48 58 000 00 00", "region": region or make_region(), **fields}
    return Shop.objects.get_or_create(name=name, defaults=defaults)[0]
