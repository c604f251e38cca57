"""What the desk's templates say of days and people."""

from calendar import month_name
from datetime import date

from django import template

from hub.company.marks import person_mark
from sellers.audience.models import SpecialDay

from ..words import day_said as said

register = template.Library()


@register.filter
def day_said(day: date, today: date) -> str:
    """{{ task.due_on|day_said:today }}: tomorrow, on Friday, on 12 March."""
    return said(day, today)


@register.filter
def face(name: str) -> str:
    """A disc with the first letter, the same colour for the same name."""
    return person_mark(name)


@register.filter
def yearly(day: SpecialDay) -> str:
    """31 May, or 31 May 1984 where the year is known."""
    return f"{day.day} {month_name[day.month]}" + (f" {day.year}" if day.year else "")
