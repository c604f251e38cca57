"""When somebody who is signed in was seen last: in her session, written at most once a minute."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

# What an open page asks by itself: nobody need sit before it.
BY_ITSELF = {"wagtailadmin_editing_sessions:ping", "delivery_admin:progress"}
_SEEN, _EVERY = "last_seen", 60


def be_seen(request: HttpRequest) -> None:
    now, seen = _now(), request.session.get(_SEEN)
    if seen is None or now - seen >= _EVERY:
        request.session[_SEEN] = now


def is_idle(request: HttpRequest) -> bool:
    """Whether she did nothing for longer than SESSION_IDLE_HOURS; never for somebody whom nobody has seen yet."""
    seen = request.session.get(_SEEN)
    return bool(settings.SESSION_IDLE_HOURS) and seen is not None and _now() - seen > settings.SESSION_IDLE_HOURS * 3600


def _now() -> int:
    return int(timezone.now().timestamp())
