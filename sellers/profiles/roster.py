"""A file of sellers, shops and regions, read and looked through: what it would make, and why a row cannot be taken. Writes nothing."""

import csv
import io
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.text import slugify

from hub.accounts.models import Role, User
from hub.common.addresses import normalise
from hub.common.exceptions import BadAddress, BadHeader, HubError
from hub.common.headers import clean
from hub.company.models import Region, Shop

from .models import Seller

# Column: the longest value. One row is one seller; without an address it is a shop, without a shop a region.
COLUMNS = {
    "email": 254, "name": 100, "job": 100, "phone": 40, "shop": 120, "street": 160, "town": 120, "shop_phone": 40,
    "opening_hours": 200, "time_zone": 60, "language": 10, "region": 100,
}  # fmt: skip
MAX_ROWS = 50_000
MAX_BYTES = 20 * 1024 * 1024


@dataclass
class Row:
    line: int
    values: dict[str, str]
    address: str = ""


@dataclass
class Plan:
    """What a file asks for. `refused` holds (line, reason); while there is one, nothing of the file is written."""

    rows: int = 0
    regions: dict[str, str] = field(default_factory=dict)
    shops: dict[str, Row] = field(default_factory=dict)
    new: list[Row] = field(default_factory=list)
    moved: list[tuple[Seller, str]] = field(default_factory=list)
    unchanged: int = 0
    known: list[int] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


def look_through(content: bytes) -> Plan:
    """The plan of a file. HubError when it cannot be read as a table at all."""
    rows = list(_read(content))
    return _Look(rows).plan


def _read(content: bytes) -> Iterator[Row]:
    if len(content) > MAX_BYTES:
        raise HubError("This file is larger than 20 MB. Please send it in parts.", code="too_large")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        table = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        names = [(name or "").strip().lower().replace(" ", "_") for name in table.fieldnames or []]
        if unknown := [name for name in names if name not in COLUMNS]:
            raise HubError(f"Column “{unknown[0][:40]}” is not known. Columns are: {', '.join(COLUMNS)}.", code="bad_columns")
        table.fieldnames = names
        for number, values in enumerate(table, 1):
            if number > MAX_ROWS:
                raise HubError(f"More than {MAX_ROWS:,} rows. Please send them in parts.", code="too_large")
            if None in values:
                raise HubError(f"Line {table.line_num} has more cells than the first line has names.", code="bad_table")
            cells = {name: (value or "").strip() for name, value in values.items()}
            if any(cells.values()):
                yield Row(table.line_num, cells)
    except csv.Error as error:
        raise HubError(f"This cannot be read as a table: {error}.", code="bad_table") from error


class _Look:
    """One walk over the rows with everything known beforehand in memory: four queries, however many rows."""

    def __init__(self, rows: list[Row]) -> None:
        self.plan = Plan(rows=len(rows))
        self.regions = {text.lower(): region.code for region in Region.objects.all() for text in (region.code, region.name)}
        self.shops = dict(Shop.objects.values_list("name", "region__code"))
        self.roles = {email.lower(): role for email, role in User.objects.values_list("email", "role")}
        self.sellers = {s.user.email.lower(): s for s in Seller.objects.select_related("user", "shop")}
        self.seen: dict[str, int] = {}
        for row in rows:
            try:
                self._take(row)
            except (HubError, ValidationError) as error:
                self.plan.refused.append((row.line, getattr(error, "message", str(error))))

    def _take(self, row: Row) -> None:
        for name, value in row.values.items():
            self._plain(name, value)
        region = self._region(row.values.get("region", ""))
        shop = self._shop(row, region)
        if row.values.get("email"):
            self._seller(row, shop)
        elif row.values.get("name"):
            raise HubError(f"{row.values['name']} has no e-mail address to sign in with.")

    def _plain(self, name: str, value: str) -> None:
        if len(value) > COLUMNS[name]:
            raise HubError(f"The {name.replace('_', ' ')} is longer than {COLUMNS[name]} signs.")
        try:
            clean(value)
        except BadHeader as error:
            raise HubError(f"In the {name.replace('_', ' ')}: {error.message}") from error

    def _region(self, text: str) -> str:
        if not text:
            return ""
        if text.lower() not in self.regions:
            code = slugify(text)
            validate_slug(code)
            self.regions[text.lower()] = self.regions.setdefault(code, code)
            self.plan.regions.setdefault(code, text)
        return self.regions[text.lower()]

    def _shop(self, row: Row, region: str) -> str:
        name = row.values.get("shop", "")
        if not name:
            return ""
        if name in self.shops:
            if region and self.shops[name] != region:
                raise HubError(f"The shop {name} is in the region {self.shops[name]}. Moving a shop is done by hand.")
            return name
        if not region:
            raise HubError(f"The shop {name} is new: say in which region it is.")
        zone, language = row.values.get("time_zone", ""), row.values.get("language", "")
        if zone and zone not in zoneinfo.available_timezones():
            raise HubError(f"There is no time zone {zone}. Write it like Europe/Warsaw.")
        if language and language not in dict(settings.LANGUAGES):
            raise HubError(f"There is no language {language} here. There are: {', '.join(dict(settings.LANGUAGES))}.")
        self.shops[name] = region
        self.plan.shops[name] = row
        return name

    def _seller(self, row: Row, shop: str) -> None:
        try:
            row.address = normalise(row.values["email"])
        except BadAddress as error:
            raise HubError(error.message) from error
        if row.address in self.seen:
            raise HubError(f"This address stands in line {self.seen[row.address]} already.")
        self.seen[row.address] = row.line
        if not shop:
            raise HubError("A seller needs a shop.")
        known = self.sellers.get(row.address)
        if known is not None:
            self._known(known, shop)
        elif row.address in self.roles:
            raise HubError(f"Somebody signs in with this address already, as {Role(self.roles[row.address]).label.lower()}.")
        elif not row.values.get("name"):
            raise HubError("A seller needs a name.")
        else:
            self.plan.new.append(row)

    def _known(self, seller: Seller, shop: str) -> None:
        if seller.state == Seller.State.LEFT:
            raise HubError(f"{seller.name} has left the company. Take her back by hand first.")
        self.plan.known.append(seller.user_id)
        if seller.shop.name == shop:
            self.plan.unchanged += 1
        else:
            self.plan.moved.append((seller, shop))
