"""Where a request comes from, and how often it may come."""

import hashlib
import ipaddress

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str | None:
    """The caller's address: the last hop of X-Forwarded-For behind a proxy of ours, else the peer. None when it is no IP."""
    given = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        given = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or given
    try:
        return str(ipaddress.ip_address(given))
    except ValueError:
        return None


def network_of(ip: str) -> str:
    """The neighbourhood of an address: /24 for IPv4, /56 for IPv6, which one household or server commonly holds."""
    width = 24 if ipaddress.ip_address(ip).version == 4 else 56
    return str(ipaddress.ip_network(f"{ip}/{width}", strict=False))


def allow(name: str, key: str, *, limit: int, seconds: int) -> bool:
    """Count one more for (name, key) in the cache that all processes share; False from the (limit + 1)th within the window.

    The key is hashed, so that the cache holds no address.
    """
    slot = f"limit:{name}:{hashlib.blake2b(key.encode(), digest_size=12).hexdigest()}"
    if cache.add(slot, 1, seconds):
        return True
    try:
        return cache.incr(slot) <= limit
    except ValueError:
        # The window ended between the two calls.
        cache.set(slot, 1, seconds)
        return True
