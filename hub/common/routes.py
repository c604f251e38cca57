"""What the program's own addresses begin with."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.urls import get_resolver

_FIRST = re.compile(r"\^?([A-Za-z0-9_.-]+)")


@lru_cache(maxsize=1)
def first_parts() -> frozenset[str]:
    """The first part of every route, such as "admin": a page with such a name could not be reached."""
    return frozenset(_first_parts(get_resolver().url_patterns))


def _first_parts(patterns: Iterable[Any]) -> Iterable[str]:
    for route in patterns:
        text = str(route.pattern)
        if found := _FIRST.match(text):
            yield found[1].lower()
        elif not text.strip("^") and hasattr(route, "url_patterns"):
            yield from _first_parts(route.url_patterns)
