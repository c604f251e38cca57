"""Cards with something on them, things to do, and answers to letters: what makes a customer book a seller's own."""

import random
from datetime import datetime, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import F

from sellers.audience import services
from sellers.audience.models import SpecialDay, Subscriber
from sellers.delivery.models import Delivery
from sellers.delivery.tokens import message_id_token
from sellers.desk.services.tasks import add_task
from sellers.profiles.models import Seller
from sellers.tracking.services.receiving import receive

from ..content.customers import ANSWERS, KNOWN, Known
from ..content.people import SELLERS


def put_customers(*, now: datetime) -> None:
    """Fill the cards of each seller's first dozen customers. A card that has tastes on it stays as it is."""
    for person in SELLERS:
        seller = Seller.objects.select_related("shop", "user").get(user__email=person.email)
        chance = random.Random(f"cards of {person.login}")  # noqa: S311 - people made up, not secrets
        active = Subscriber.objects.filter(seller=seller, state="active").select_related("person", "seller").order_by("pk")
        chosen = chance.sample(list(active[:60]), len(KNOWN))
        with transaction.atomic():
            for customer, known in zip(chosen, KNOWN, strict=True):
                if not customer.tastes:
                    _fill(customer, known, now=now)


def _fill(customer: Subscriber, known: Known, *, now: datetime) -> None:
    by, today = customer.seller.user, now.astimezone(ZoneInfo(customer.seller.time_zone)).date()
    card = {"tastes": known.tastes, "looks_for": known.looks_for, "sizes": known.sizes, "stage": known.stage}
    if known.phone:
        card["phone"] = f"+48 500 555 {customer.pk % 1000:03}"
    services.update_subscriber(customer, by=by, **card)
    services.set_tags(customer, known.tags, by=by)
    if known.note:
        services.write_note(customer, known.note, on=today - timedelta(days=9 + customer.pk % 60), by=by)
    if known.birthday is not None:
        day = today + timedelta(days=known.birthday)
        services.set_day(customer, kind=SpecialDay.Kind.BIRTHDAY, day=day.day, month=day.month, by=by)
    if known.task is not None:
        kind, days, about = known.task
        add_task(customer, kind=kind, due_on=today + timedelta(days=days), text=about, by=by)


def put_answers() -> None:
    """Some customers answer the letters that went out: real mails, taken in as any other."""
    for person in SELLERS:
        got = Delivery.objects.filter(issue__seller__user__email=person.email, subscriber__isnull=False)
        got = got.exclude(subscriber__tastes="").annotate(address=F("subscriber__person__address"))
        got = got.select_related("issue__seller", "issue__letter").order_by("pk")
        for delivery, words in zip(got[: len(ANSWERS)], ANSWERS, strict=False):
            receive(_answer(delivery, delivery.address, words), source="lmtp")


def _answer(delivery: Delivery, address: str, words: str) -> bytes:
    mail, letter = EmailMessage(), delivery.issue.letter
    mail["From"] = address
    mail["To"] = f"{delivery.issue.seller.mail_name}@{settings.MAIL_DOMAIN}"
    mail["Subject"] = f"Re: {letter.title}"
    mail["Message-ID"] = f"<answer-{delivery.pk}@home.example>"
    mail["In-Reply-To"] = f"<{message_id_token(delivery.pk)}@{settings.MAIL_DOMAIN}>"
    mail.set_content(words)
    return mail.as_bytes()
