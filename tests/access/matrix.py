"""The access matrix: what each route answers to each role, asked of the running application and compared with matrix.txt.

One line of the table is one route (or one way to call it); each role has two letters, for GET and for POST:

  s  sent to sign in          m  this method is not taken        -  refused: not found, forbidden, a link that is not valid
  o  opens                    w  opens, and rows were written

Every request runs in a savepoint that is rolled back, so that all roles meet the same world, Anna's, in any order.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from hub.accounts.models import User
from tests.access import places
from tests.access.crawl import Annas, Route

TABLE = Path(__file__).with_name("matrix.txt")
WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.I)
# Written by looking: sessions, who edits what at this moment and is told of comments, what a preview shows, thumbnails, indexes.
ASIDE = re.compile(
    r"django_session|hub_common_cache|usersessions|wagtailadmin_(editingsession|formstate)|wagtailcore_(pagesubscription|referenceindex)"
    r"|wagtailimages_rendition|wagtailsearch|wagtailusers"
)
SIGN_IN = ("/accounts/login/", "/accounts/reauthenticate/", "/admin/login/")
NOT_ALLOWED = "do not have permission"


@dataclass(frozen=True)
class Place:
    """One line of the table: a route, what tells this way of calling it from others, and where it lies in Anna's world."""

    line: str
    url: str
    names_an_object: bool


def all_routes(resolver: URLResolver | None = None, before: str = "", namespace: str = "") -> Iterator[Route]:
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from all_routes(entry, route, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern):
            yield Route(route, f"{namespace}{entry.name}" if entry.name else "", frozenset(entry.pattern.regex.groupindex))


def places_of(annas: Annas) -> list[Place]:
    """Every route's places, in the table's order. KeyError or NoReverseMatch name a route that nobody told this matrix about."""
    found: dict[str, Place] = {}
    for route in all_routes():
        if route.route.startswith(places.NOT_IN_PRODUCTION):
            continue
        if route.route.startswith("admin/") and route.name:
            urls, sets = annas.urls(route), annas.arguments(route)
            ways = [(_way(sets, given), url) for given, url in zip(sets, urls, strict=True)]
        else:
            ways = [("", places.of(route, annas))]
        for way, url in ways:
            line = f"{route.route.replace(' ', '')}{way}"
            found.setdefault(line, Place(line, url, bool(route.arguments)))
    return [found[line] for line in sorted(found)]


def _way(sets: list[dict[str, Any]], given: dict[str, Any]) -> str:
    """What tells one set of arguments from the others of the route: their words, and "home" for the company's front page."""
    if len(sets) == 1:
        return ""
    words = [str(value) for name, value in given.items() if isinstance(value, str) and any(value != s.get(name) for s in sets)]
    return f"[{','.join(sorted(words)) or ('front-page' if given is sets[-1] else 'annas-page')}]"


class Visitor:
    """One role, and what each place answers to it."""

    def __init__(self, user: User | None) -> None:
        self.client = Client(raise_request_exception=False)
        if user is not None:
            self.client.force_login(user)
        self.cookies = self.client.cookies.output()

    def ask(self, place: Place, form: dict[str, Any]) -> str:
        return self._one("GET", place, {}) + self._one("POST", place, form)

    def _one(self, method: str, place: Place, form: dict[str, Any]) -> str:
        kept = dict(self.client.cookies.items())
        if not place.line.startswith("admin/"):
            cache.clear()  # the limits on sign-ins are tested elsewhere
        with rolled_back(), writes() as written:
            answer = self.client.get(place.url) if method == "GET" else self.client.post(place.url, form)
            if answer.streaming:
                b"".join(answer.streaming_content)
        self.client.cookies.clear()
        self.client.cookies.update(kept)
        return letter(answer, written)


def letter(answer: Any, written: set[str]) -> str:
    if answer.status_code == 500:
        return "!"
    if answer.status_code == 405:
        return "m"
    if 400 <= answer.status_code < 500 or _was_told_no(answer):
        return "-"
    if answer.status_code in (301, 302) and answer["Location"].startswith(SIGN_IN):
        return "s"
    return "w" if written else "o"


def _was_told_no(answer: Any) -> bool:
    """Wagtail's way to refuse: back to the front page with a message."""
    queued = getattr(getattr(answer.wsgi_request, "_messages", None), "_queued_messages", [])
    return answer.status_code == 302 and any(NOT_ALLOWED in str(message) for message in queued)


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def writes() -> Iterator[set[str]]:
    """The tables written to, but for those that looking writes to."""
    found: set[str] = set()

    def watch(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if (hit := WRITES.match(str(sql))) and not ASIDE.match(hit[1]):
            found.add(hit[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


def read_table() -> tuple[list[str], dict[str, dict[str, str]]]:
    """The roles, and for each line of the table what each role meets."""
    rows = [line.split() for line in TABLE.read_text().splitlines() if line.strip() and not line.startswith("#")]
    roles = rows[0][1:]
    return roles, {row[0]: dict(zip(roles, row[1:], strict=True)) for row in rows[1:]}


def write_table(roles: list[str], rows: dict[str, dict[str, str]]) -> None:
    head = [line for line in TABLE.read_text().splitlines() if line.startswith("#")]
    width = max(map(len, rows))
    body = [" ".join([f"{name:<{width}}", *(f"{cells[role]:<5}" for role in roles)]).rstrip() for name, cells in sorted(rows.items())]
    TABLE.write_text("\n".join([*head, " ".join([f"{'route':<{width}}", *(f"{role:<5}" for role in roles)]).rstrip(), *body]) + "\n")
