"""1,500 readers with what they said over the last two years: some left, some never confirmed, some cannot be reached."""

import random
import unicodedata
from datetime import datetime, timedelta
from itertools import cycle

from hub.common.models import AuditEntry
from sellers.audience.choices import Source, WhyLeft
from sellers.audience.models import ConsentEvent, Subscriber, Suppression, Topic
from sellers.audience.services import add_subscriber, bring_over, make_topic, note_why_left, set_preferences, suppress
from sellers.audience.services.bringing import Brought, Said
from sellers.profiles.models import Seller

from ..content.people import SELLERS, SellerData
from ..content.readers import DOES_WITHOUT, HOSTS, MET, NAMES, NOTES, TOPICS

Kind = ConsentEvent.Kind
# Of a hundred readers: left, left and came back, not answered yet; the others are simply there.
LEFT, BACK, WAITING = 8, 3, 4
SAID_WHY = (WhyLeft.TOO_MANY, WhyLeft.TOO_MANY, WhyLeft.NOT_FOR_ME, WhyLeft.OTHER, WhyLeft.TOO_MANY, WhyLeft.NEVER_ASKED)
ALSO_READS = {"piotr": "anna", "kasia": "marta", "frieda": "jonas", "callum": "isla", "tom": "priya"}
SHARED = 12


def put_readers(*, now: datetime) -> int:
    """Lists for all sellers; how many people came. The same people each time; only the days count from `now`."""
    lists: dict[str, list[Brought]] = {}
    taken: set[str] = set()
    total = 0
    for person in SELLERS:
        seller = Seller.objects.select_related("shop__region", "user").get(user__email=person.email)
        chance = random.Random(person.login)  # noqa: S311 - people made up, not secrets
        known = lists.get(ALSO_READS.get(person.login, ""), [])[:SHARED]
        mine = [_again(other, chance, now) for other in known]
        while len(mine) < person.readers - 1:
            mine.append(_somebody(chance, seller.shop.region.code, taken, now))
        lists[person.login] = mine
        total += bring_over(seller=seller, people=mine, by=seller.user)
        _today(person, seller, mine)
        _say_why(seller)
    _put_topics()
    return total


def _put_topics() -> None:
    """What letters can be about, and a few on each list who do without the first of it."""
    made = [
        Topic.objects.filter(name=name).first() or make_topic(name=name, names=names, position=place, by=None)
        for place, (name, names) in enumerate(TOPICS)
    ]
    for reader in Subscriber.objects.filter(state=Subscriber.State.ACTIVE).order_by("pk")[::DOES_WITHOUT]:
        set_preferences(reader, rhythm_days=0, pause_until=None, muted=[made[0].pk], source=Source.PREFERENCES)


def _say_why(seller: Seller) -> None:
    """Two of three who left said why."""
    if AuditEntry.objects.filter(action="audience.left_why", subject=f"seller:{seller.pk}").exists():
        return
    gone = Subscriber.objects.filter(seller=seller, state=Subscriber.State.LEFT).order_by("pk")
    telling = [reader for number, reader in enumerate(gone) if number % 3 != 2]
    for reader, why in zip(telling, cycle(SAID_WHY), strict=False):
        note_why_left(reader, why)


def _today(person: SellerData, seller: Seller, mine: list[Brought]) -> None:
    """One who was written down today and waits for her mail, one whose mailbox is gone, and now and then a complaint."""
    if not Subscriber.objects.filter(seller=seller, person__address=f"new.friend@{person.login}.example").exists():
        met = {"how_we_met": "At the counter, this morning", "note": "Wants to hear when the new cups come."}
        add_subscriber(seller=seller, address=f"new.friend@{person.login}.example", first_name="Robin", by=seller.user, **met)
    active = [reader for reader in mine if reader.history[-1].kind == Kind.CONFIRMED]
    suppress(address=active[-1].address, reason=Suppression.Reason.BOUNCED)
    if person.login in ("jonas", "priya"):
        suppress(address=active[-2].address, reason=Suppression.Reason.COMPLAINED, seller=seller)


def _somebody(chance: random.Random, region: str, taken: set[str], now: datetime) -> Brought:
    firsts, lasts = (names.split() for names in NAMES[region])
    first, last = chance.choice(firsts), chance.choice(lasts)
    address = f"{_plain(first)}.{_plain(last)}@{chance.choice(HOSTS)}"
    number = 2
    while address in taken:
        address = f"{_plain(first)}.{_plain(last)}{number}@{chance.choice(HOSTS)}"
        number += 1
    taken.add(address)
    met = chance.choice(MET)
    note = chance.choice(NOTES) if chance.random() < 0.3 else ""
    return Brought(address, first, last, _history(chance, now, by_herself="page" in met), how_we_met=met, note=note, language="en")


def _again(other: Brought, chance: random.Random, now: datetime) -> Brought:
    """The same person on a second list: another day, other notes, the same address."""
    met = chance.choice(MET)
    return Brought(other.address, other.first_name, other.last_name, _history(chance, now, by_herself=False), how_we_met=met, language="en")


def _history(chance: random.Random, now: datetime, *, by_herself: bool) -> tuple[Said, ...]:
    lot = chance.randrange(100)
    kind, door = (Kind.REQUESTED, Source.FORM) if by_herself else (Kind.ADDED, Source.SELLER)
    if lot < WAITING:
        return (Said(kind, now - timedelta(hours=chance.uniform(2, 140)), door),)
    first = Said(kind, _before(chance, now, 20, 730), door)
    said = [first, Said(Kind.CONFIRMED, _after(chance, first.at), Source.LINK)]
    if lot < WAITING + LEFT + BACK:
        span = (now - said[-1].at) * chance.uniform(0.2, 0.8)
        said.append(Said(Kind.WITHDRAWN, said[-1].at + span, chance.choice((Source.ONE_CLICK, Source.LINK))))
    if WAITING + LEFT <= lot < WAITING + LEFT + BACK:
        asked = said[-1].at + (now - said[-1].at) * 0.3
        said += [Said(Kind.REQUESTED, asked, Source.FORM), Said(Kind.CONFIRMED, min(_after(chance, asked), now), Source.LINK)]
    return tuple(said)


def _before(chance: random.Random, now: datetime, least: int, most: int) -> datetime:
    day = now - timedelta(days=chance.randint(least, most))
    return day.replace(hour=chance.randint(9, 18), minute=chance.randrange(60), second=chance.randrange(60), microsecond=0)


def _after(chance: random.Random, asked: datetime) -> datetime:
    return asked + timedelta(minutes=chance.randint(2, 900))


def _plain(name: str) -> str:
    """A name as people write it in an address."""
    swapped = name.lower().translate(str.maketrans({"ł": "l", "ö": "oe", "ü": "ue", "ä": "ae", "ß": "ss"}))
    return unicodedata.normalize("NFKD", swapped).encode("ascii", "ignore").decode()
