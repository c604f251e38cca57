"""Clocks on walls: when a time of day comes in a zone, and the hours in which nothing leaves."""

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_MINUTE = timedelta(minutes=1)


def moment_of(wall: datetime, zone: str) -> datetime:
    """The UTC moment of a wall-clock time without a zone. A time that the clock jumps over gives the next valid minute; one that it
    shows twice, the first. Raises zoneinfo.ZoneInfoNotFoundError for an unknown zone."""
    place = ZoneInfo(zone)
    wall = wall.replace(second=0, microsecond=0, tzinfo=None)
    # The longest gap ever was a whole day (Samoa, 2011).
    for _ in range(24 * 60 + 1):
        moment = wall.replace(tzinfo=place, fold=0).astimezone(UTC)
        if moment.astimezone(place).replace(tzinfo=None) == wall:
            return moment
        wall += _MINUTE
    raise ValueError("no valid minute within a day")


def quiet_hours() -> tuple[time, time] | None:
    """From when and until when nothing leaves, on the clock of the seller's shop (QUIET_HOURS); None without any.

    Raises ImproperlyConfigured for what is not two different times of day.
    """
    return _parsed(settings.QUIET_HOURS)


def quiet_until(moment: datetime, zone: str) -> datetime | None:
    """When the quiet hours end in which this moment lies, always later than it; None outside them."""
    hours = quiet_hours()
    if hours is None:
        return None
    begin, end = hours
    zone = zone or settings.TIME_ZONE
    local = moment.astimezone(ZoneInfo(zone))
    now, over_night = local.time(), begin > end
    if not (now >= begin or now < end if over_night else begin <= now < end):
        return None
    day = local.date() + timedelta(days=1 if over_night and now >= begin else 0)
    # On the night of a change of clocks the end may come twice, and be over the first time: then it is asked again in a minute.
    return max(moment_of(datetime.combine(day, end), zone), moment + _MINUTE)


@lru_cache(maxsize=8)
def _parsed(text: str) -> tuple[time, time] | None:
    if not text.strip():
        return None
    try:
        begin, end = (time.fromisoformat(part.strip()) for part in text.split("-"))
        if begin == end or begin.tzinfo or end.tzinfo:
            raise ValueError("the same time twice, or one with a zone")
    except ValueError as error:
        raise ImproperlyConfigured(
            f"QUIET_HOURS is {text!r}; it has to be two different times of day such as 21:00-08:00, or empty."
        ) from error
    return begin, end
