"""Sellers with their pages, and readers of believable names at a believable spread of receiving domains."""

from collections.abc import Iterator, Sequence
from itertools import islice

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from hub.accounts.models import Role, User
from hub.accounts.services import sync_groups
from hub.common.tokens import address_hash
from hub.company.models import Region, Shop
from sellers.audience.folding import plain
from sellers.audience.models import Person, Subscriber
from sellers.profiles.models import Seller, SellerPage
from sellers.profiles.pages import add_pages
from sellers.profiles.services import ensure_home_page

BATCH = 5_000
FIRST = ("Maria", "Zofia", "Jan", "Putri", "Min-jun", "Łukasz", "Chloë", "José", "Ayu", "Wei", "Emma", "Oleh", "Nadia", "Piotr", "Sára", "")
LAST = ("Kowalska", "Nowak", "Santoso", "Kim", "Müller", "O'Brien", "García", "Wiśniewski", "Tan", "Novák", "Smith", "")
# Of 20 readers: how many have their mailbox where.
DOMAINS = ("mail-one.example",) * 8 + ("mail-two.example",) * 4 + ("mail-three.example",) * 3 + ("mail-four.example",) * 2


def make_sellers(count: int) -> list[Seller]:
    """New sellers, each with user, shop and page."""
    with transaction.atomic():
        home, shop, start = ensure_home_page(), _shop(), (User.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
        users = User.objects.bulk_create([_user(start + n) for n in range(count)], batch_size=BATCH)
        _join_groups(users)
        sellers = Seller.objects.bulk_create([_seller(user, shop) for user in users], batch_size=BATCH)
        pages = [SellerPage(title=seller.name, slug=seller.slug, seller=seller) for seller in sellers]
        add_pages(home, pages)
    return sellers


def make_readers(sellers: Sequence[Seller], each: int) -> None:
    """`each` confirmed readers for every seller. No consent rows: a load test reads none."""
    start = (Person.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    wanted = ((seller, start + n) for n, seller in enumerate(s for s in sellers for _ in range(each)))
    while batch := list(islice(wanted, BATCH)):
        _write_readers(batch)


@transaction.atomic
def _write_readers(batch: list[tuple[Seller, int]]) -> None:
    now = timezone.now()
    people = Person.objects.bulk_create([Person(address=a, address_hash=address_hash(a)) for a in _addresses(n for _, n in batch)])
    Subscriber.objects.bulk_create(
        Subscriber(
            seller=seller,
            person=person,
            first_name=FIRST[number % len(FIRST)],
            last_name=LAST[number * 7 % len(LAST)],
            search=plain(f"{FIRST[number % len(FIRST)]} {LAST[number * 7 % len(LAST)]} {person.address}"),
            state=Subscriber.State.ACTIVE,
            added_at=now,
            confirmed_at=now,
        )
        for (seller, number), person in zip(batch, people, strict=True)
    )


def _addresses(numbers: Iterator[int]) -> list[str]:
    return [f"reader{n}@{DOMAINS[n % 20] if n % 20 < len(DOMAINS) else f'small{n % 997}.example'}" for n in numbers]


def _user(number: int) -> User:
    user = User(email=f"seller{number}@volume.example", name=f"{FIRST[number % 15]} {LAST[number % 11]}", role=Role.SELLER)
    user.set_unusable_password()
    return user


def _seller(user: User, shop: Shop) -> Seller:
    slug = f"volume-{user.pk}"
    return Seller(user=user, shop=shop, name=user.name, slug=slug, mail_name=slug, reply_to=user.email, sign_off="See you in the shop")


def _shop() -> Shop:
    region, _ = Region.objects.get_or_create(code="volume", defaults={"name": "Volume"})
    return Shop.objects.get_or_create(name="Volume Street", defaults={"region": region, "street": "1 Volume Street", "town": "Gdynia"})[0]


def _join_groups(users: Sequence[User]) -> None:
    """The groups that a seller's role gives, copied from the first of them."""
    if users:
        sync_groups(users[0])
        membership = User.groups.through
        groups = Group.objects.filter(user=users[0])
        membership.objects.bulk_create([membership(user_id=u.pk, group_id=g.pk) for g in groups for u in users[1:]], batch_size=BATCH)
