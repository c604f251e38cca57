"""Readers: straight into the tables, with the consent rows a real subscription leaves."""

import itertools
from datetime import timedelta

from django.utils import timezone

from hub.common.addresses import normalise
from hub.common.tokens import address_hash
from sellers.audience.folding import plain
from sellers.audience.models import ConsentEvent, Person, Subscriber, Suppression
from sellers.audience.services.finding import refresh_search
from sellers.audience.wording import VERSION, consent_wording
from sellers.profiles.models import Seller

_number = itertools.count(1)


def make_reader(seller: Seller, first_name: str = "Maria", address: str = "", state: str = "active", **fields: object) -> Subscriber:
    """A reader who asked an hour ago; active ones confirmed, those who left did both and are suppressed by this seller."""
    address = normalise(address or f"reader{next(_number)}@example.com")
    person, _ = Person.objects.get_or_create(address=address, defaults={"address_hash": address_hash(address)})
    asked = timezone.now() - timedelta(hours=1)
    proof = {"person": person, "seller": seller, "wording": consent_wording(seller, "en"), "wording_version": VERSION, "source": "form"}
    request = ConsentEvent.objects.create(kind="requested", at=asked, **proof)
    times: dict[str, object] = {}
    if state in ("active", "left"):
        times["confirmed_at"] = asked + timedelta(minutes=5)
        ConsentEvent.objects.create(kind="confirmed", at=times["confirmed_at"], confirms=request, **proof)
    if state == "left":
        times["left_at"] = asked + timedelta(minutes=30)
        ConsentEvent.objects.create(person=person, seller=seller, kind="withdrawn", at=times["left_at"], source="link")
        Suppression.objects.create(address_hash=person.address_hash, seller=seller, reason="unsubscribed", at=times["left_at"])
    reader = Subscriber.objects.create(
        seller=seller, person=person, first_name=first_name, state=state, **{"added_at": asked, **times, **fields}
    )
    refresh_search(reader)
    return reader


def make_readers(seller: Seller, count: int) -> list[Subscriber]:
    """Many active readers, cheaply and without consent rows."""
    start = next(_number) * 1_000_000
    addresses = [f"bulk{start + n}@example.com" for n in range(count)]
    people = Person.objects.bulk_create([Person(address=a, address_hash=address_hash(a)) for a in addresses])
    now = timezone.now()
    return Subscriber.objects.bulk_create(
        [
            Subscriber(
                seller=seller,
                person=p,
                first_name=f"Reader {n}",
                state="active",
                added_at=now,
                confirmed_at=now,
                search=f"reader {n} {plain(p.address)}",
            )
            for n, p in enumerate(people)
        ]
    )
