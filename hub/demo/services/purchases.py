"""A till that reports, and what some customers bought."""

from datetime import timedelta

from django.utils import timezone

from hub.accounts.models import User
from sellers.audience.models import Subscriber
from sellers.desk.models import ShopSystem
from sellers.desk.reported import read_purchase
from sellers.desk.services.purchases import admit_system, take_purchase

from ..content.customers import PURCHASES
from ..content.people import SELLERS


def put_purchases(users: dict[str, User]) -> None:
    """For each seller a few, of customers whom she knows something about; under the same numbers each time."""
    till = ShopSystem.objects.first() or admit_system("Tills of all shops", by=users["ruth"])[0]
    now = timezone.now()
    for person in SELLERS:
        known = Subscriber.objects.filter(seller__user__email=person.email, state="active").exclude(tastes="").select_related("person")
        for number, (customer, bought) in enumerate(zip(known.order_by("pk"), PURCHASES, strict=False), start=1):
            what, count, total, days = bought
            said = {
                "number": f"{person.login}-{number:04}",
                "seller": person.email,
                "address": customer.person.address,
                "at": (now - timedelta(days=days)).isoformat(),
                "total": total,
                "currency": "EUR",
                "items": [{"name": what, "quantity": count}],
            }
            take_purchase(read_purchase(said), system=till)
