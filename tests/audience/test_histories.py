"""Long random histories of a few addresses and sellers: whatever happens in whatever order, nobody is brought back against her word.

`HISTORIES` says how many (`make soak`: 10,000). Each has twenty steps or more and runs against a simple page of rules
(histories/rules.py); the same seeds each time unless there are many.
"""

import os

import pytest
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sellers.audience import queries
from sellers.audience.models import Suppression
from sellers.audience.services import merging, subscribing
from tests.audience.histories.world import World
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db
HISTORIES = int(os.environ.get("HISTORIES", "25"))
STEPS = {
    "request": 3, "press_yes": 6, "add": 1, "ask_again": 1, "ask_imported": 1, "bring_file": 4, "restore_older_list": 2, "save_list": 1,
    "bring_over": 1, "undo_import": 1, "leave": 3, "seller_removes": 1, "leave_everybody": 1, "bounce": 1, "complain": 1, "erase": 1,
    "wish": 2, "letter": 1, "merge": 4, "undo_merge": 3, "hand_over": 1, "answer": 2, "days_pass": 1,
}  # fmt: skip
# What two cards of one person live through: a fault there is found sooner where little else happens.
JOINED = {
    "bring_file": 3, "request": 2, "press_yes": 3, "leave": 2, "wish": 3, "letter": 1, "merge": 5, "undo_merge": 3, "days_pass": 1,
}  # fmt: skip
number = st.integers(0, 47)


def histories(steps):
    weighed = [name for name, weight in steps.items() for _ in range(weight)]
    return st.lists(st.tuples(st.sampled_from(weighed), number, number, number, number), min_size=20, max_size=40)


@pytest.fixture
def live(tmp_path):
    """Runs one history in a transaction of its own that is rolled back; how it ended."""
    cache.clear()
    sellers = [make_seller(name) for name in ("Anna Nowak", "Berta Lis", "Clara Kot")]
    lead = make_user("lead")

    def run(history) -> World:
        with transaction.atomic():
            for seller in sellers:
                seller.state = "active"
            world = World(sellers, lead, tmp_path)
            for step in history:
                world.step(*step)
            world.reached = sum(queries.deliverable(seller=seller).count() for seller in sellers)
            transaction.set_rollback(True)
        return world

    return run


def search(live, count, check=lambda world: None, steps=STEPS, **how):
    fixed = {"deadline": None, "database": None, "print_blob": False, "suppress_health_check": list(HealthCheck)}

    @settings(max_examples=count, derandomize=count < 1000, **fixed, **how)
    @given(histories(steps))
    def every(history):
        check(live(history))

    every()


def test_nobody_is_brought_back_against_her_word_and_nobody_who_complained_gets_a_mail(live):
    reached, refused, lived = [], [], []

    def count(world):
        lived.append(1)
        reached.append(world.reached > 0)
        refused.append(world.refused)

    search(live, HISTORIES, count)
    assert len(lived) >= HISTORIES
    assert sum(reached) > len(reached) / 10, "histories in which nobody ever gets a letter prove nothing"
    assert sum(refused) > 0


def test_a_dead_mailbox_stops_its_own_letters_and_not_those_to_her_other_address(live):
    """Found by the search: dora said yes, cleo is joined into her card, and cleo's mailbox is gone. The bounce of dora stops all."""
    joined = [("request", 3, 0, 2, 0), ("press_yes", 3, 0, 0, 0), ("request", 2, 0, 2, 0), ("merge", 3, 2, 2, 0)]
    assert live([*joined, ("bounce", 2, 0, 0, 0)]).reached == 1
    assert live([*joined, ("bounce", 3, 0, 0, 0)]).reached == 0


def test_a_pause_outlives_the_undoing_of_the_file_she_came_with(live):
    """Found by the search: cleo paused, the file was taken back, and the next file wrote into her pause."""
    came = [("bring_file", 2, 2, 1, 1), ("wish", 2, 0, 1, 39), ("undo_import", 0, 0, 0, 0)]
    assert live([*came, ("bring_file", 2, 2, 1, 1)]).refused == 0  # each step asks whom a letter reaches


def test_a_file_taken_back_takes_her_with_it_though_she_had_asked_once_and_never_said_yes(live):
    """Found by the search: a question of long ago, run out unanswered, passed for an answer to the file that came after it."""
    asked = [("bring_file", 2, 3, 1, 0), ("request", 2, 0, 2, 0), ("days_pass", 0, 0, 0, 11)]
    came = live([*asked, ("bring_file", 0, 2, 2, 2)])
    back = live([*asked, ("bring_file", 0, 2, 2, 2), ("undo_import", 0, 0, 0, 1)])
    assert (came.reached, back.reached) == (2, 0)


def expect_found(live, count, **how):
    """A planted fault is found within so many histories; a shorter one that shows it is not looked for."""
    with pytest.raises(AssertionError, match="reaches"):
        search(live, count, phases=[Phase.generate], **how)


def test_an_old_link_that_would_revive_is_found(live, monkeypatch):
    monkeypatch.setattr(subscribing, "_refuse_stale", lambda *args: None)
    expect_found(live, 100)


def test_a_separation_that_would_forget_a_no_is_found(live, monkeypatch):
    def careless(subscriber, state):
        subscriber.state, subscriber.left_at = state, None
        Suppression.objects.filter(address_hash=subscriber.person.address_hash).delete()

    monkeypatch.setattr(merging, "_restore", careless)
    expect_found(live, 200, steps=JOINED)


def test_a_merge_that_would_forget_a_wish_is_found(live, monkeypatch):
    monkeypatch.setattr(merging, "settle_wishes", lambda *args: None)
    expect_found(live, 200, steps=JOINED)
