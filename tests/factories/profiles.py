"""Sellers, each with user, shop and page."""

import itertools

from django.contrib.auth import get_user_model
from django.utils.text import slugify

from hub.company.models import Shop
from sellers.profiles.models import Seller
from sellers.profiles.services import create_seller

_number = itertools.count(1)
PASSWORD = "a long enough pass phrase"


def make_user(role: str = "seller", *, name: str = "", email: str = "", **fields: object):
    """A user who can sign in with PASSWORD."""
    name = name or f"{role.title()} {next(_number)}"
    return get_user_model().objects.create_user(email or f"{slugify(name)}@company.example", PASSWORD, name=name, role=role, **fields)


def make_seller(name: str = "Anna Nowak", *, shop: Shop | None = None, email: str = "", **profile: object) -> Seller:
    """A seller as the product makes her: user, shop, front page, own page."""
    from tests.factories.company import make_shop

    user = make_user("seller", name=name, email=email or f"{slugify(name)}-{next(_number)}@company.example")
    return create_seller(user=user, shop=shop or make_shop(), **{"job": "Skin care", "sign_off": f"Yours, {name.split()[0]}", **profile})
