"""The real services, driven step by step beside the rules; what they refuse is part of the game."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine

from hub.common.exceptions import HubError
from hub.common.models import OutgoingMail
from hub.common.prepared import Prepared
from hub.common.tokens import address_hash
from sellers.audience import queries, services
from sellers.audience.models import CardMerge, ConsentEvent, HandOver, HandOverAnswer, Import, Person, Subscriber
from sellers.audience.services.bringing import Brought, Said
from sellers.profiles.models import Seller

from .rules import Rules

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
ADDRESSES = [f"{name}@example.com" for name in ("ada", "bea", "cleo", "dora")]


# As the engine asks it: made once. Django would spend half of a long search on building this query.
_REACHED = Prepared(
    lambda seller, now: queries.deliverable(seller=Seller(pk=seller), now=now).values_list("person__address"), "seller", "now"
)


class World:
    def __init__(self, sellers: list[Seller], lead: Any, folder: Path) -> None:
        self.sellers, self.lead, self.folder = sellers, lead, folder
        self.names = [seller.slug for seller in sellers]
        self.rules, self.now = Rules(), START
        self.asked: list[tuple[int, str, str, int]] = []  # event, address, seller, when
        self.used: set[int] = set()
        self.hand_overs: dict[int, tuple[str, str, str, int]] = {}  # answer: address, old seller, new seller, when
        self.answered: dict[int, str] = {}
        self.imports: list[tuple[int, str, list[str]]] = []
        self.touched: set[tuple[str, str]] = set()
        self.older: list[tuple[int, list[str]]] = []
        self.refused = self.mails_to_blocked = 0

    def step(self, name: str, first: int, second: int, whose: int, other: int) -> None:
        """One step of a history. The numbers choose addresses and sellers; each step uses those it needs."""
        self.now += timedelta(minutes=7)
        self.rules.now += 1
        self.rules.clock = self.now
        address, friend = ADDRESSES[first % len(ADDRESSES)], ADDRESSES[second % len(ADDRESSES)]
        seller = self.sellers[whose % len(self.sellers)]
        act: Callable[..., None] = getattr(self, name)
        with time_machine.travel(self.now, tick=False):
            try:
                act(address, friend, seller, other)
            except HubError:
                self.refused += 1
            self.check(f"{name}({address}, {friend}, {seller.slug}, {other})")

    def check(self, last: str) -> None:
        """Nobody may get a letter whom the rules do not allow one; nobody who complained gets any mail at all."""
        for seller in self.sellers:
            reached = {address for (address,) in _REACHED.rows(seller=seller.pk, now=self.now)}
            illegal = {address for address in reached if not self.rules.may_get(address, seller.slug)}
            assert not illegal, f"after {last}: {seller.slug} reaches {illegal}"
        mails = OutgoingMail.objects.filter(to__in=self.rules.blocked).count() if self.rules.blocked else 0
        assert mails <= self.mails_to_blocked, f"after {last}: a mail to somebody who is blocked"
        self.mails_to_blocked = mails

    # Coming.

    def request(self, address: str, friend: str, seller: Seller, other: int) -> None:
        services.request_subscription(seller=seller, first_name="A", address=address)
        self._note_requests(address, seller)

    def add(self, address: str, friend: str, seller: Seller, other: int) -> None:
        services.add_subscriber(seller=seller, address=address, first_name="A", by=seller.user)
        self._note_requests(address, seller)

    def ask_again(self, address: str, friend: str, seller: Seller, other: int) -> None:
        services.ask_again(self._reader(address, seller), source="link", by=seller.user if other % 2 else None)
        self._note_requests(address, seller)

    def ask_imported(self, address: str, friend: str, seller: Seller, other: int) -> None:
        services.ask_imported()
        for reader in Subscriber.objects.select_related("person", "seller"):
            self._note_requests(reader.person.address, reader.seller)

    def press_yes(self, address: str, friend: str, seller: Seller, other: int) -> None:
        """The button of any mail that ever went out, old ones too."""
        mine = [one for one in self.asked if one[1] == address] or self.asked
        if not mine:
            return
        event, address, slug, when = mine[-1 - other % len(mine)]
        fresh = event not in self.used and self.now - self._at(when) <= timedelta(days=7)
        if services.confirm(event) and fresh:
            self.used.add(event)
            self.rules.says_yes(address, slug, asked=when)
            self.touched.add((address, slug))

    def bring_file(self, address: str, friend: str, seller: Seller, other: int) -> None:
        self._import(seller, sorted({address, friend}), dated=other % 3 > 0)

    def restore_older_list(self, address: str, friend: str, seller: Seller, other: int) -> None:
        """A list that was saved some time ago comes back as a file."""
        mine = [people for pk, people in self.older if pk == seller.pk]
        if mine:
            self._import(seller, mine[other % len(mine)], dated=True)

    def save_list(self, address: str, friend: str, seller: Seller, other: int) -> None:
        rows = [row[0] for row in queries.exported_rows(seller=seller)][1:]
        if rows:
            self.older.append((seller.pk, rows))

    def bring_over(self, address: str, friend: str, seller: Seller, other: int) -> None:
        told = (Said("requested", self.now - timedelta(days=400), "form"), Said("confirmed", self.now - timedelta(days=399), "link"))
        services.bring_over(seller=seller, people=[Brought(address, "A", "", told)], by=None)
        self.rules.is_stated(address, seller.slug)

    def undo_import(self, address: str, friend: str, seller: Seller, other: int) -> None:
        if not self.imports:
            return
        pk, slug, people = self.imports[other % len(self.imports)]
        run = Import.objects.select_related("seller__user").get(pk=pk)
        services.undo_import(run, by=run.seller.user)
        for one in people:
            if (one, slug) not in self.touched:
                self.rules.is_taken_back(one, slug)

    # Going.

    def leave(self, address: str, friend: str, seller: Seller, other: int) -> None:
        services.unsubscribe(self._reader(address, seller), source=("link", "one-click", "preferences")[other % 3])
        self._no(address, seller.slug)

    def seller_removes(self, address: str, friend: str, seller: Seller, other: int) -> None:
        services.unsubscribe(self._reader(address, seller), source="seller", by=seller.user)
        self._no(address, seller.slug)

    def leave_everybody(self, address: str, friend: str, seller: Seller, other: int) -> None:
        services.unsubscribe(self._reader(address, seller), source="one-click", everywhere=True)
        self.rules.says_no_to_all(address, self.names)
        self._touch(address)

    def bounce(self, address: str, friend: str, seller: Seller, other: int) -> None:
        services.suppress(address=address, reason="bounced")
        self.rules.is_dead(address)

    def complain(self, address: str, friend: str, seller: Seller, other: int) -> None:
        """Rare, because nothing of interest happens to that address afterwards."""
        if other % 4 == 0:
            services.suppress(address=address, reason="complained" if other % 8 else "manual")
            self.rules.is_blocked(address, self.names)
            self._touch(address)
            self.mails_to_blocked = OutgoingMail.objects.filter(to__in=self.rules.blocked).count()

    def erase(self, address: str, friend: str, seller: Seller, other: int) -> None:
        person = Person.objects.filter(address=address).first()
        if person:
            services.erase_person(person, source="preferences")
            self.rules.is_erased(address, self.names)
            self._touch(address)

    def wish(self, address: str, friend: str, seller: Seller, other: int) -> None:
        """By the page of any letter, those to an address that was joined with another one too."""
        until, rhythm = (self.now + timedelta(days=other % 20)).date(), (0, 0, 7, 30)[other % 4]
        pause = until if other % 2 else None
        services.set_preferences(self._reader(address, seller), rhythm_days=rhythm, pause_until=pause, source="preferences")
        self.rules.wishes_for(address, seller.slug, rhythm=rhythm, until=pause.toordinal() if pause else 0)
        self.touched.add((address, seller.slug))

    def letter(self, address: str, friend: str, seller: Seller, other: int) -> None:
        """Everybody who may get one now gets a letter of this seller."""
        reached = {row.pk: row.address for row in queries.deliverable(seller=Seller(pk=seller.pk))}
        services.note_letter_sent(reached, at=self.now)
        for one in reached.values():
            self.rules.gets_a_letter(one, seller.slug)

    # Cards and sellers.

    def merge(self, address: str, friend: str, seller: Seller, other: int) -> None:
        services.merge_cards(self._reader(address, seller), self._reader(friend, seller), by=seller.user)
        self.rules.is_joined(friend, address, seller.slug)
        self.touched |= {(address, seller.slug), (friend, seller.slug)}

    def undo_merge(self, address: str, friend: str, seller: Seller, other: int) -> None:
        merges = list(CardMerge.objects.select_related("kept__seller__user", "joined__person").order_by("pk"))
        if merges:
            merge = merges[other % len(merges)]
            services.undo_merge(merge, by=merge.kept.seller.user)
            self.rules.joined.pop((merge.joined.person.address, merge.kept.seller.slug), None)

    def hand_over(self, address: str, friend: str, seller: Seller, other: int) -> None:
        """Away; one in five has left for good."""
        successor = self.sellers[(self.sellers.index(seller) + 1) % len(self.sellers)]
        reason = HandOver.Reason.LEFT if other % 5 == 0 else HandOver.Reason.AWAY
        if reason == HandOver.Reason.LEFT:
            Seller.objects.filter(pk=seller.pk).update(state=Seller.State.LEFT)
            seller.state = Seller.State.LEFT
            self.rules.gone.add(seller.slug)
        found = services.begin_hand_over(seller, reason=reason, by=self.lead)
        services.ask_customers(found, successor=successor, shop_voice=None, by=self.lead)
        services.ask_hand_overs()
        for answer in HandOverAnswer.objects.filter(hand_over=found, asked_at__isnull=False).select_related("subscriber__person"):
            self.hand_overs[answer.pk] = (answer.subscriber.person.address, seller.slug, successor.slug, self.rules.now)

    def answer(self, address: str, friend: str, seller: Seller, other: int) -> None:
        if not self.hand_overs:
            return
        pk = sorted(self.hand_overs)[other % len(self.hand_overs)]
        person, old, new, when = self.hand_overs[pk]
        choice = "leave" if other % 7 == 0 else "person"
        hand_over = services.answer_hand_over(pk, choice).hand_over
        again, self.answered[pk] = self.answered.get(pk), choice
        if again == choice:
            return
        if choice == "leave":
            self._no(person, old)
            if again:
                self._no(person, new)
        elif when > max(self.rules.any_no(person, old), self.rules.any_no(person, new)):
            self.rules.says_yes(person, new, asked=when)
            self.touched.add((person, new))
            if hand_over.reason == HandOver.Reason.LEFT:
                self._no(person, old)

    def days_pass(self, address: str, friend: str, seller: Seller, other: int) -> None:
        self.now += timedelta(days=1 + other % 12)
        self.rules.clock = self.now
        with time_machine.travel(self.now, tick=False):
            services.expire_pending()
            services.ask_hand_overs()
            self.check("days_pass")

    def _import(self, seller: Seller, people: list[str], *, dated: bool) -> None:
        path = self.folder / "list.csv"
        path.write_text("E-Mail,Consent source\n" + "".join(f"{one},paper\n" for one in people))
        day = self.now.date() - timedelta(days=90)
        report = services.import_file(seller=seller, path=path, by=seller.user, consent_date=day if dated else None)
        if dated:
            for one in people:
                self.rules.is_stated(one, seller.slug)
        if report["added"] and "import" in report:
            brought = Subscriber.objects.filter(imported_by=report["import"]).values_list("person__address", flat=True)
            self.imports.append((report["import"], seller.slug, list(brought)))
            self.touched -= {(one, seller.slug) for one in brought}

    def _no(self, address: str, slug: str) -> None:
        self.rules.says_no(address, slug)
        self.touched |= {(one, slug) for one in self.rules.group(address, slug)}

    def _touch(self, address: str) -> None:
        self.touched |= {(one, slug) for slug in self.names for one in self.rules.group(address, slug)}

    def _reader(self, address: str, seller: Seller) -> Subscriber:
        found = Subscriber.objects.select_related("person", "seller__user").filter(seller=seller, person__address=address).first()
        if found is None:
            raise HubError("Nobody there.", code="nobody")
        return found

    def _note_requests(self, address: str, seller: Seller) -> None:
        """Each question once, with the time when it was first asked."""
        events = ConsentEvent.objects.filter(
            person__address_hash=address_hash(address), seller=seller, kind__in=("requested", "added")
        ).values_list("pk", flat=True)
        known = {one[0] for one in self.asked}
        new = [pk for pk in events if pk not in known]
        self.asked += [(pk, address, seller.slug, self.rules.now) for pk in new]
        self.touched |= {(address, seller.slug)} if new else set()
        self._moments = getattr(self, "_moments", {}) | {self.rules.now: self.now}

    def _at(self, when: int) -> datetime:
        return self._moments[when]
