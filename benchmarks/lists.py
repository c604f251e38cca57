"""An import of 100,000 customers against the loop of get_or_create that most Django sites would write.

Run it with DATABASE_URL naming the engine to measure; the data is made in a database of its own beside it.
"""

import csv
import itertools
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from benchmarks.frame import Result, compare
from benchmarks.rig import here

ROWS, BASELINE = 100_000, 500
GOAL = 12.0
_number = itertools.count(1)
FIRST = ("Maria", "Ewa", "Łucja", "Jörg", "Sofía", "Dewi")
LAST = ("Nowak", "Wójcik", "Müller", "García", "Lee", "Sari", "Kot")


def measure() -> list[Result]:
    from django.core.management import call_command

    with tempfile.TemporaryDirectory() as folder, here(folder):
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
        call_command("migrate", verbosity=0)
        return [
            compare(
                f"import of {ROWS:,} customers from CSV on {connection.vendor} ÷ loop of get_or_create",
                ours=lambda times: by_import(Path(folder), times),
                baseline=lambda times: by_hand(Path(folder), times),
                times=ROWS,
                baseline_times=BASELINE,
                goal=GOAL,
                rounds=3,
            )
        ]


def a_file(folder: Path, rows: int) -> Path:
    """Customers whom no list knows yet, each with a day and a source of consent."""
    path, start = folder / "customers.csv", next(_number) * 1_000_000
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(["E-Mail", "Vorname", "Nachname", "Notiz", "Quelle der Einwilligung", "Einwilligungsdatum"])
        for n in range(rows):
            person = f"reader{start + n}@shop{n % 500}.example", FIRST[n % len(FIRST)], LAST[n // 7 % len(LAST)]
            writer.writerow([*person, "likes oud", "card at the till", f"{1 + n % 28:02}.05.2024"])
    return path


def a_seller() -> Any:
    from hub.demo.volume import load_volume
    from sellers.profiles.models import Seller

    return Seller.objects.get(pk=load_volume(sellers=1, subscribers=0, issues=0)["sellers"][0])


def by_import(folder: Path, times: int) -> None:
    from sellers.audience.services import import_file

    report = import_file(seller=a_seller(), path=a_file(folder, times), by=None)
    if report["added"] != times:
        raise RuntimeError(f"{report['added']} of {times} came")


def by_hand(folder: Path, times: int) -> None:
    """Each row read, looked up and saved by itself."""
    from hub.common.addresses import normalise
    from hub.common.tokens import address_hash
    from sellers.audience.models import ConsentEvent, Person, Subscriber

    seller, now = a_seller(), timezone.now()
    with a_file(folder, times).open(newline="") as stream:
        for row in csv.DictReader(stream, delimiter=";"):
            address = normalise(row["E-Mail"])
            person, _ = Person.objects.get_or_create(address=address, defaults={"address_hash": address_hash(address)})
            card = {"first_name": row["Vorname"], "last_name": row["Nachname"], "note": row["Notiz"], "state": "active", "added_at": now}
            Subscriber.objects.get_or_create(seller=seller, person=person, defaults={**card, "confirmed_at": now})
            source = row["Quelle der Einwilligung"]
            ConsentEvent.objects.get_or_create(person=person, seller=seller, kind="imported", defaults={"at": now, "stated": source})
