"""The theme's CSS moved into style attributes, once for each theme and shared content."""

import hashlib
import logging
import os
import re
from functools import lru_cache

# Premailer keeps parsed rules in a cache whose size it reads from here when it is first imported.
os.environ.setdefault("PREMAILER_CACHE_MAXSIZE", "4096")

from django.core.cache import cache

# Fetched by premailer even with allow_network=False, so they never reach it.
_LINK_TAG = re.compile(r"<link\b[^>]*>", re.IGNORECASE)
_IMPORT = re.compile(r"@import\b[^;]*;", re.IGNORECASE)
_DAY = 86_400


@lru_cache(maxsize=64)
def inlined(source: str) -> str:
    """The HTML with its CSS inlined; remembered in this process and in the shared cache, by the hash of the source."""
    key = "letters.inlined." + hashlib.sha256(source.encode()).hexdigest()
    found = cache.get(key)
    if found is None:
        found = _inline(source)
        cache.set(key, found, _DAY)
    return found


def _inline(source: str) -> str:
    # Here and not above: with cssutils it is several megabytes, and most processes never compile a letter.
    from premailer import Premailer

    done = Premailer(
        _IMPORT.sub("", _LINK_TAG.sub("", source)),
        strip_important=False,
        keep_style_tags=True,
        allow_network=False,
        allow_loading_external_files=False,
        disable_link_rewrites=True,
        disable_validation=True,
        # A picture's width in pixels is for Outlook; it must not become the style sheet's percentage.
        disable_basic_attributes=["width", "height"],
        cssutils_logging_level=logging.CRITICAL,
    ).transform()
    # Premailer keeps or drops the doctype with the version of lxml underneath it.
    return done if done.lower().startswith("<!doctype") else f"<!DOCTYPE html>\n{done}"
