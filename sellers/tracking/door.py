"""Clicks and opens, answered before Django: check the token, write a line, send on. Ten times cheaper than a view with a row.

GET and HEAD change nothing but the record. The target comes from the link table that was approved; no address in a request is ever used.
"""

import logging
import re
import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from hub.common.exceptions import BadToken
from sellers.delivery.links import TRAP, read_track

from . import queries, records

log = logging.getLogger(__name__)
_PATH = re.compile(r"/(?:c/([A-Za-z0-9_=-]{32})/(\d{1,3})|o/([A-Za-z0-9_=-]{32})\.gif)")
_PIXEL = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00"
    b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
_PRIVATE = [("Cache-Control", "no-store, private"), ("Referrer-Policy", "no-referrer"), ("X-Robots-Tag", "noindex")]
Start = Callable[..., Any]


class Door:
    """WSGI middleware: takes /c/ and /o/, hands everything else on."""

    def __init__(self, application: Callable[[dict[str, Any], Start], Iterable[bytes]], folder: Path | None = None) -> None:
        self.application = application
        self.writer = records.Writer(folder or Path(settings.RECORDS_DIR))

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not path.startswith(("/c/", "/o/")):
            return self.application(environ, start)
        return self._answer(path, environ, start)

    def _answer(self, path: str, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        method = environ.get("REQUEST_METHOD", "GET")
        if method not in ("GET", "HEAD"):
            return _say(start, "405 Method Not Allowed", "This link is only for opening.", [("Allow", "GET, HEAD")])
        found = _PATH.fullmatch(path)
        try:
            letter, delivery = read_track((found[1] or found[3]) if found else "")
            targets = _targets(letter)
        except BadToken:
            return _say(start, "404 Not Found", "This link is not complete. Please copy the whole link from the mail.")
        except DatabaseError as error:
            log.warning("a click waits for the database (%s)", type(error).__name__)
            return _say(start, "503 Service Unavailable", "Please try again in a moment.", [("Retry-After", "5")])
        clicked = int(found[2]) if found and found[2] else None
        if clicked is not None and clicked >= len(targets) and clicked != TRAP:
            return _say(start, "404 Not Found", "This link is not complete. Please copy the whole link from the mail.")
        self._note(environ, method, letter, delivery, clicked)
        if clicked is None:
            start("200 OK", [("Content-Type", "image/gif"), ("Content-Length", str(len(_PIXEL))), *_PRIVATE])
            return [] if method == "HEAD" else [_PIXEL]
        if clicked == TRAP:
            return _say(start, "200 OK", "There is nothing to see here.")
        start("302 Found", [("Location", targets[clicked]), ("Content-Length", "0"), *_PRIVATE])
        return []

    def _note(self, environ: dict[str, Any], method: str, letter: int, delivery: int, clicked: int | None) -> None:
        """Write it down. A reader is sent on also when the disk is full."""
        kind = records.OPEN if clicked is None else records.CLICK
        # Where copies are not told apart, nothing is kept that could tell readers apart.
        address = _address(environ) if delivery else ""
        agent = environ.get("HTTP_USER_AGENT", "")
        try:
            self.writer.append(records.Record(time.time(), kind, letter, delivery, clicked or 0, method, address, agent))
        except OSError as error:
            log.error("a %s was not recorded: %s", "click" if clicked is not None else "look", type(error).__name__)


def _address(environ: dict[str, Any]) -> str:
    if settings.BEHIND_PROXY and (hops := environ.get("HTTP_X_FORWARDED_FOR", "")):
        return str(hops.rpartition(",")[2].strip())
    return str(environ.get("REMOTE_ADDR", ""))


@lru_cache(maxsize=20_000)
def _targets(letter: int) -> tuple[str, ...]:
    """The link table of a letter that was sent; it never changes. BadToken for one that was not."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()  # nobody else does it here, outside of Django's requests
    targets = queries.link_table(letter)
    if targets is None:
        raise BadToken("This letter was never sent.")
    return targets


def _say(start: Start, status: str, sentence: str, more: Iterable[tuple[str, str]] = ()) -> Iterable[bytes]:
    body = f"{sentence}\n".encode()
    start(status, [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))), *_PRIVATE, *more])
    return [body]
