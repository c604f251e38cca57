"""What a seller has to do."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from sellers.audience.models import Subscriber
from sellers.profiles.models import Seller

from ..exceptions import NoSuchTask
from ..models import Task


def today_of(seller: Seller) -> date:
    """The day it is in her shop."""
    return timezone.localdate(timezone=ZoneInfo(seller.time_zone))


def task_for(*, seller: Seller, pk: int) -> Task:
    """A task of this seller; NoSuchTask when there is none or it is another seller's."""
    found = Task.objects.select_related("seller", "subscriber").filter(seller=seller, pk=pk).first()
    if found is None:
        raise NoSuchTask
    return found


def open_tasks(*, seller: Seller, until: date | None = None) -> QuerySet[Task]:
    """What is not done, the longest due first; with `until`, only what is due by then."""
    found = Task.objects.filter(seller=seller, done_at=None).select_related("subscriber")
    return found.filter(due_on__lte=until) if until else found


def done_today(*, seller: Seller) -> QuerySet[Task]:
    """What she ticked off today, the last first: there it can be taken back."""
    midnight = datetime.combine(today_of(seller), time(), ZoneInfo(seller.time_zone))
    return Task.objects.filter(seller=seller, done_at__gte=midnight).select_related("subscriber").order_by("-done_at")


def tasks_of(*, subscriber: Subscriber) -> QuerySet[Task]:
    """Everything planned for a customer, open ones first."""
    return Task.objects.filter(subscriber=subscriber).order_by("done_at", "due_on", "pk")
