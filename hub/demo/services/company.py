"""Regions, shops, the brand, and everybody who signs in."""

from collections.abc import Callable
from functools import partial

from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from wagtail.images.models import Image

from hub.accounts.models import User
from hub.accounts.services import create_user
from hub.company.models import BrandKit, Region, Shop
from sellers.profiles.models import Seller
from sellers.profiles.services import create_seller, ensure_home_page, grant_writing

from .. import pictures
from ..content.company import BRAND, INTRO, PASSWORD, REGIONS, SHOPS, STAFF
from ..content.people import SELLERS
from ..pictures.portraits import Face


def put_company() -> dict[str, Shop]:
    """Brand, regions, shops and the company's front page; shops by key."""
    kit = BrandKit.load()
    for field, value in BRAND.items():
        setattr(kit, field, value)
    kit.save()
    regions = {code: Region.objects.get_or_create(code=code, defaults={"name": name})[0] for code, name in REGIONS.items()}
    ensure_home_page(title=f"The people of {BRAND['name']}", intro=INTRO)
    return {
        shop.key: Shop.objects.get_or_create(
            name=shop.name,
            defaults={
                "region": regions[shop.region],
                "street": shop.street,
                "town": shop.town,
                "phone": shop.phone,
                "opening_hours": shop.hours,
                "time_zone": shop.zone,
            },
        )[0]
        for shop in SHOPS
    }


def put_people(shops: dict[str, Shop]) -> dict[str, User]:
    """Sellers with their pages and portraits, leads, assistants, administrators; users by login name."""
    users = {}
    for person in SELLERS:
        users[person.login] = _user(person.email, person.name, "seller")
        if Seller.objects.filter(user=users[person.login]).exists():
            continue
        shop, face = shops[person.shop], pictures.PORTRAITS[person.login]
        photo = put_picture(person.name, f"{person.login}.jpg", partial(_drawn, face))
        profile = {"job": person.job, "bio": person.bio, "sign_off": person.sign_off, "photo": photo, "phone": shop.phone}
        create_seller(user=users[person.login], shop=shop, name=person.name, **profile)
    for staff in STAFF:
        region = Region.objects.get(code=staff.region) if staff.region else None
        users[staff.login] = _user(staff.email, staff.name, staff.role, region=region)
    administrator = users[next(staff.login for staff in STAFF if staff.role == "administrator")]
    for staff in STAFF:
        for login in staff.writes_for:
            grant_writing(users[login].seller, to=users[staff.login], by=administrator)
    # One hash for all: eighteen slow ones would take longer than everything else here.
    User.objects.filter(pk__in=[user.pk for user in users.values()]).update(password=make_password(PASSWORD))
    return users


def _drawn(face: Face) -> bytes:
    return pictures.as_jpeg(pictures.portrait(face))


def put_picture(title: str, name: str, draw: Callable[[], bytes]) -> Image:
    """A picture of Wagtail's library; drawn unless one with this title is there."""
    return Image.objects.filter(title=title).first() or Image.objects.create(title=title, file=ContentFile(draw(), name=name))


def _user(email: str, name: str, role: str, region: Region | None = None) -> User:
    there = User.objects.filter(email=email).first()
    return there or create_user(email=email, name=name, role=role, by=None, region=region, invited=False)
