"""Words of the desk's screens that depend on the hour and on numbers."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sellers.profiles.models import Seller


def greeting(now: datetime, seller: Seller) -> str:
    """Good morning, afternoon or evening, by the clock in her shop."""
    hour = now.astimezone(ZoneInfo(seller.time_zone)).hour
    return "Good morning" if 4 <= hour < 12 else "Good afternoon" if hour < 18 and hour >= 12 else "Good evening"


def day_said(day: date, today: date) -> str:
    """As one says it across a counter: today, tomorrow, on Friday, on 12 March."""
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    apart = (day - today).days
    if apart in near:
        return near[apart]
    if timedelta() < day - today < timedelta(days=7):
        return f"on {day:%A}"
    return f"on {day.day} {day:%B}" + (f" {day.year}" if day.year != today.year else "")
