"""The plan by which a new sending domain is got known: so many letters on its first day, more on the second, and so on."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from .clock import moment_of


@dataclass(frozen=True)
class Plan:
    """How many letters may leave on each day, the first of them being `begins`."""

    domain: str
    begins: date
    caps: tuple[int, ...]

    def number(self, day: date) -> int | None:
        """Which day of the plan this is, from 1; the days before it count as the first. None when the plan is over."""
        number = max((day - self.begins).days, 0) + 1
        return number if number <= len(self.caps) else None


def current_plan() -> Plan | None:
    """The plan of WARM_UP for our MAIL_DOMAIN while it lasts; None without one, or after its last day.

    Raises ImproperlyConfigured for what cannot be read.
    """
    plan = _plans(settings.WARM_UP).get(settings.MAIL_DOMAIN.lower())
    return plan if plan and plan.number(today()) else None


def today() -> date:
    """On the company's clock, which is also where a day's letters are counted."""
    return timezone.localdate(timezone=ZoneInfo(settings.TIME_ZONE))


def next_day() -> datetime:
    """The moment at which tomorrow begins."""
    return moment_of(datetime.combine(today() + timedelta(days=1), time()), settings.TIME_ZONE)


@lru_cache(maxsize=8)
def _plans(text: str) -> dict[str, Plan]:
    plans = {}
    for line in filter(str.strip, text.split(";")):
        try:
            domain, begins, *caps = line.split()
            plan = Plan(domain.lower(), date.fromisoformat(begins), tuple(map(int, caps)))
            if not plan.caps or min(plan.caps) < 1:
                raise ValueError("no numbers of letters")
        except ValueError as error:
            raise ImproperlyConfigured(
                f"WARM_UP has {line.strip()!r}; it has to be a domain, its first day and how many letters may leave on each day, "
                "such as: letters.example 2027-03-01 200 400 800 1600 (several plans: a semicolon between them), or empty."
            ) from error
        plans[plan.domain] = plan
    return plans
