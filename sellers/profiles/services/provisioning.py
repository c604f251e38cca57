"""Sellers, shops and regions by a file: everything or nothing, fast, and the same file again changes nothing."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Page

from hub.accounts import services as accounts
from hub.accounts.doors import require_administrator
from hub.accounts.models import Role, User
from hub.accounts.queries import group_of
from hub.common import audit
from hub.company.models import Region, Shop

from ..models import Seller, SellerPage
from ..pages import add_pages
from ..roster import Plan, Row, look_through
from .making import ensure_home_page

BATCH = 2_000
_OF_A_SHOP = {"street": "street", "town": "town", "phone": "shop_phone", "opening_hours": "opening_hours"}


@dataclass(frozen=True)
class Report:
    """What came of a file. `written` is False after a dry run, and when a row was refused: then nothing is written."""

    plan: Plan
    written: bool
    invited: int = 0

    def as_json(self) -> dict[str, Any]:
        plan = self.plan
        return {
            "rows": plan.rows,
            "regions": len(plan.regions),
            "shops": len(plan.shops),
            "sellers": {"new": len(plan.new), "moved": len(plan.moved), "unchanged": plan.unchanged},
            "invited": self.invited,
            "refused": [{"line": line, "reason": reason} for line, reason in plan.refused],
            "written": self.written,
        }


@transaction.atomic
def provision(content: bytes, *, by: User | None, dry_run: bool = False, invite: bool = False) -> Report:
    """Make what the file asks for, all of it or, if one row is refused or `dry_run`, nothing.

    Who is there already is left as she is, but for her shop. With `invite` everybody in the file who has not been in is sent an
    invitation. NotAllowed for all but administrators (None: a command); HubError for a file that is no table.
    """
    require_administrator(by)
    plan = look_through(content)
    if dry_run or plan.refused:
        return Report(plan, written=False)
    _make_shops(plan)
    made = _make_sellers(plan.new)
    _move(plan)
    data = {"sha256": hashlib.sha256(content).hexdigest(), "moved": [seller.pk for seller, _ in plan.moved]}
    counts = {"regions": len(plan.regions), "shops": len(plan.shops), "sellers": [seller.pk for seller in made]}
    audit.record("profiles.provisioned", actor=by, subject="roster", data={**data, **counts})
    invited = _invite([seller.user for seller in made], plan.known, by=by) if invite else 0
    return Report(plan, written=True, invited=invited)


def _make_shops(plan: Plan) -> None:
    Region.objects.bulk_create([Region(code=code, name=name) for code, name in plan.regions.items()], batch_size=BATCH)
    regions = {text.lower(): region for region in Region.objects.all() for text in (region.name, region.code)}
    shops = []
    for name, row in plan.shops.items():
        values = {field: row.values.get(column, "") for field, column in _OF_A_SHOP.items()}
        more = {field: row.values[field] for field in ("time_zone", "language") if row.values.get(field)}
        shops.append(
            Shop(name=name, region=regions.get(row.values["region"].lower()) or regions[slugify(row.values["region"])], **values, **more)
        )
    Shop.objects.bulk_create(shops, batch_size=BATCH)


def _make_sellers(rows: list[Row]) -> list[Seller]:
    if not rows:
        return []
    home, shops, names = ensure_home_page(), {shop.name: shop for shop in Shop.objects.all()}, _Slugs()
    users = [User(email=row.address, name=row.values["name"], role=Role.SELLER) for row in rows]
    for user in users:
        user.set_unusable_password()
    users = User.objects.bulk_create(users, batch_size=BATCH)
    group = group_of(Role.SELLER)
    membership = User.groups.through
    membership.objects.bulk_create([membership(user_id=user.pk, group_id=group.pk) for user in users], batch_size=BATCH)
    sellers = []
    for user, row in zip(users, rows, strict=True):
        slug = names.free(row.values["name"])
        profile = {"job": row.values.get("job", ""), "phone": row.values.get("phone", ""), "reply_to": row.address}
        sellers.append(Seller(user=user, shop=shops[row.values["shop"]], name=user.name, slug=slug, mail_name=slug, **profile))
    sellers = Seller.objects.bulk_create(sellers, batch_size=BATCH)
    add_pages(home, [SellerPage(title=seller.name, slug=seller.slug, seller=seller, live=True) for seller in sellers])
    return sellers


def _move(plan: Plan) -> None:
    shops = {shop.name: shop for shop in Shop.objects.all()} if plan.moved else {}
    for seller, name in plan.moved:
        seller.shop = shops[name]
    Seller.objects.bulk_update([seller for seller, _ in plan.moved], ["shop"], batch_size=500)


def _invite(made: list[User], known: list[int], *, by: User | None) -> int:
    waiting = [user for user in User.objects.filter(pk__in=known, is_active=True, invitations=None) if not user.has_usable_password()]
    for user in (*made, *waiting):
        accounts.invite(user, by=by)
    return len(made) + len(waiting)


class _Slugs:
    """Free slugs for many names, with what is taken read once."""

    def __init__(self) -> None:
        self.taken = set(Seller.objects.values_list("slug", flat=True)) | set(Seller.objects.values_list("mail_name", flat=True))
        self.taken |= set(Page.objects.filter(depth=3).values_list("slug", flat=True))
        self.next: dict[str, int] = {}

    def free(self, name: str) -> str:
        wanted = slugify(name)[:40] or "seller"
        slug, number = wanted, self.next.get(wanted, 1)
        while slug in self.taken:
            number += 1
            slug = f"{wanted}-{number}"
        self.next[wanted] = number
        self.taken.add(slug)
        return slug
