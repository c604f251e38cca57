"""Two cards of one person become one and apart again; the no of either address wins, and nobody is brought back by it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from hub.common.exceptions import NotAllowed
from sellers.audience import queries, services
from sellers.audience.exceptions import CannotMerge
from sellers.audience.models import CardMerge, ConsentEvent, Subscriber, Topic
from tests.factories.audience import make_reader
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return make_seller()


def pair(anna, first="active", second="active"):
    one = make_reader(anna, "Maria", last_name="Nowak", address="maria@example.com", state=first)
    two = make_reader(anna, "Marysia", last_name="Nowak", address="m.nowak@firm.example", state=second)
    return one, two


def reached(anna):
    return sorted(reader.address for reader in queries.deliverable(seller=anna))


def state_of(reader):
    return Subscriber.objects.get(pk=reader.pk).state


def test_the_kept_card_gets_what_it_lacks_and_one_letter_goes_out(anna):
    one, two = pair(anna)
    services.update_subscriber(two, by=anna.user, tastes="oud", first_name="Marysia")
    services.set_tags(two, ["vip"], by=anna.user)
    services.write_note(two, "green scarf", by=anna.user)
    services.set_day(two, kind="birthday", day=1, month=2, by=anna.user)
    services.merge_cards(one, two, by=anna.user)
    one.refresh_from_db()
    assert (one.first_name, one.tastes, [tag.name for tag in one.tags.all()]) == ("Maria", "oud", ["vip"])
    assert one.notes.count() == one.days.count() == 1
    assert reached(anna) == ["maria@example.com"]
    assert [reader.pk for reader in queries.readers(seller=anna, search="scarf")] == [one.pk]
    assert queries.consent_history(subscriber=one).filter(kind="confirmed").count() == 2, "the proof of both addresses is kept"


def test_taking_it_back_gives_each_card_its_own(anna):
    one, two = pair(anna)
    services.update_subscriber(two, by=anna.user, tastes="oud")
    services.set_tags(two, ["vip"], by=anna.user)
    services.write_note(two, "scarf", by=anna.user)
    merge = services.merge_cards(one, two, by=anna.user)
    services.update_subscriber(Subscriber.objects.get(pk=one.pk), by=anna.user, sizes="38")
    services.undo_merge(merge, by=anna.user)
    one.refresh_from_db(), two.refresh_from_db()
    assert (one.tastes, one.sizes, one.tags.count(), one.notes.count()) == ("", "38", 0, 0)
    assert (two.tastes, two.tags.count(), two.notes.count(), two.merged_into) == ("oud", 1, 1, None)
    assert reached(anna) == ["m.nowak@firm.example", "maria@example.com"]
    assert [reader.pk for reader in queries.readers(seller=anna, search="scarf")] == [two.pk]
    with pytest.raises(CannotMerge):
        services.undo_merge(merge, by=anna.user)


def test_what_she_did_without_under_either_address_is_left_out_while_they_are_joined(anna):
    tea, cups = (Topic.objects.create(key=key, name=key.title()) for key in ("tea", "cups"))
    one, two = pair(anna)
    one.muted.add(cups)
    two.muted.add(tea, cups)
    merge = services.merge_cards(one, two, by=anna.user)
    assert set(one.muted.all()) == {tea, cups}
    services.undo_merge(merge, by=anna.user)
    assert (set(one.muted.all()), set(two.muted.all())) == ({cups}, {tea, cups})


SOON, LATER = (timezone.localdate() + timedelta(days=days) for days in (20, 40))


def wish(reader, rhythm=0, pause=None, **more):
    services.set_preferences(Subscriber.objects.get(pk=reader.pk), rhythm_days=rhythm, pause_until=pause, source="preferences", **more)


def wished(reader):
    found = Subscriber.objects.get(pk=reader.pk)
    return found.rhythm_days, found.pause_until


@pytest.mark.parametrize(
    ("kept", "joined", "together"),
    [
        ((0, None), (30, None), (30, None)),
        ((30, None), (7, SOON), (30, SOON)),
        ((7, LATER), (30, SOON), (30, LATER)),
        ((0, SOON), (0, LATER), (0, LATER)),
    ],
)
def test_the_rarer_rhythm_and_the_later_pause_count_while_they_are_joined(anna, kept, joined, together):
    one, two = pair(anna)
    wish(one, *kept), wish(two, *joined)
    merge = services.merge_cards(one, two, by=anna.user)
    assert wished(one) == together
    assert (reached(anna) == []) is bool(together[1])
    services.undo_merge(merge, by=anna.user)
    assert (wished(one), wished(two)) == (kept, joined)


def test_a_monthly_reader_waits_from_the_last_letter_to_either_address(anna):
    one, two = pair(anna)
    wish(two, 30)
    services.note_letter_sent([two.pk], at=timezone.now())
    services.merge_cards(one, two, by=anna.user)
    assert reached(anna) == []
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert reached(anna) == ["maria@example.com"]


@pytest.mark.parametrize("first_apart", [0, 1])
def test_of_three_joined_cards_the_wishes_of_those_still_joined_count(anna, first_apart):
    one, two = pair(anna)
    three = make_reader(anna, "M", address="m@work.example")
    wish(two, 30), wish(three, 7)
    merges = [services.merge_cards(one, other, by=anna.user) for other in (two, three)]
    assert wished(one) == (30, None)
    services.undo_merge(merges[first_apart], by=anna.user)
    assert wished(one) == ((7, None) if first_apart == 0 else (30, None))
    services.undo_merge(merges[1 - first_apart], by=anna.user)
    assert wished(one) == (0, None)


def test_what_she_says_after_the_merge_is_her_newest_word_and_outlives_the_separation(anna):
    tea = Topic.objects.create(key="tea", name="Tea")
    one, two = pair(anna)
    wish(two, 30, muted=[tea.pk])
    merge = services.merge_cards(one, two, by=anna.user)
    wish(one, 30, SOON, muted=[tea.pk])
    services.undo_merge(merge, by=anna.user)
    assert wished(one) == (30, SOON) and list(one.muted.all()) == [tea]
    assert wished(two) == (30, None)


def test_an_older_link_of_the_joined_address_still_keeps_letters_away(anna):
    tea = Topic.objects.create(key="tea", name="Tea")
    one, two = pair(anna)
    merge = services.merge_cards(one, two, by=anna.user)
    wish(one, 7)
    wish(two, 0, LATER, muted=[tea.pk])
    assert wished(one) == (7, LATER) and list(one.muted.all()) == [tea]
    services.undo_merge(merge, by=anna.user)
    assert wished(one) == (7, None) and not one.muted.exists()


@pytest.mark.parametrize("states", [("active", "left"), ("left", "active")])
def test_the_no_of_either_wins_while_they_are_joined(anna, states):
    one, two = pair(anna, *states)
    merge = services.merge_cards(one, two, by=anna.user)
    assert reached(anna) == [] and state_of(one) == "left"
    services.undo_merge(merge, by=anna.user)
    assert [state_of(one), state_of(two)] == list(states), "each address is where its own words put it"


@pytest.mark.parametrize("by_the_kept", [True, False])
def test_leaving_by_either_address_counts_for_both_and_outlives_the_separation(anna, by_the_kept):
    one, two = pair(anna)
    merge = services.merge_cards(one, two, by=anna.user)
    assert services.unsubscribe(one if by_the_kept else two, source="one-click")
    assert not services.unsubscribe(one if by_the_kept else two, source="one-click")
    services.undo_merge(merge, by=anna.user)
    assert (reached(anna), state_of(one), state_of(two)) == ([], "left", "left")
    assert ConsentEvent.objects.filter(kind="withdrawn").count() == 2


def test_a_card_that_is_off_because_of_the_other_can_still_say_no_itself(anna):
    one, two = pair(anna, "active", "left")
    merge = services.merge_cards(one, two, by=anna.user)
    assert services.unsubscribe(one, source="link")
    services.undo_merge(merge, by=anna.user)
    assert state_of(one) == "left" and reached(anna) == []


def test_a_complaint_by_the_joined_address_takes_the_kept_one_off(anna):
    one, two = pair(anna)
    services.merge_cards(one, two, by=anna.user)
    services.suppress(address="m.nowak@firm.example", reason="complained")
    assert reached(anna) == [] and state_of(one) == "left"


def test_a_dead_old_address_does_not_take_the_new_one_off(anna):
    one, two = pair(anna)
    services.suppress(address="m.nowak@firm.example", reason="bounced")
    services.merge_cards(one, two, by=anna.user)
    assert reached(anna) == ["maria@example.com"]


def test_the_card_of_an_address_that_has_said_yes_is_kept(anna):
    one, two = pair(anna, "pending", "active")
    with pytest.raises(CannotMerge):
        services.merge_cards(one, two, by=anna.user)
    services.merge_cards(two, one, by=anna.user)
    assert reached(anna) == ["m.nowak@firm.example"]


def test_a_joined_address_that_confirms_for_itself_stands_alone_again(anna):
    one, two = pair(anna, "active", "pending")
    services.merge_cards(one, two, by=anna.user)
    services.confirm(ConsentEvent.objects.get(person=two.person, kind="requested").pk)
    assert state_of(two) == "active" and not CardMerge.objects.filter(undone_at=None).exists()


def test_somebody_who_types_a_joined_address_into_the_form_separates_nothing(anna):
    one, two = pair(anna)
    services.merge_cards(one, two, by=anna.user)
    services.request_subscription(seller=anna, first_name="X", address="m.nowak@firm.example")
    assert state_of(two) == "merged" and reached(anna) == ["maria@example.com"]


def test_erasure_by_the_joined_address_clears_the_joined_card_and_leaves(anna):
    one, two = pair(anna)
    services.write_note(two, "scarf", by=anna.user)
    services.merge_cards(one, two, by=anna.user)
    services.erase_person(two.person, source="preferences")
    one.refresh_from_db()
    assert (one.state, one.first_name, one.search, one.notes.count()) == ("left", "", "", 0)
    assert not CardMerge.objects.exists() and reached(anna) == []


def test_only_the_seller_joins_cards_of_her_own_list(anna):
    one, two = pair(anna)
    berta = make_seller("Berta Lis")
    with pytest.raises(NotAllowed):
        services.merge_cards(one, two, by=berta.user)
    with pytest.raises(CannotMerge):
        services.merge_cards(one, make_reader(berta), by=anna.user)
    with pytest.raises(CannotMerge):
        services.merge_cards(one, one, by=anna.user)
    merge = services.merge_cards(one, two, by=anna.user)
    with pytest.raises(NotAllowed):
        services.undo_merge(merge, by=berta.user)
    with pytest.raises(CannotMerge):
        services.merge_cards(make_reader(anna), one, by=anna.user)


def test_likely_pairs_are_found_with_their_reason(anna):
    make_reader(anna, "Jörg", last_name="Groß", address="joerg@example.com", phone="+49 151 2345678")
    make_reader(anna, "Joerg", last_name="Gross", address="jg@example.org")
    make_reader(anna, "J.", address="x@example.net", phone="0151 2345678")
    make_reader(anna, "Ola", address="ola.kot+shop@gmail.com")
    make_reader(anna, "Aleksandra", address="olakot@googlemail.com")
    make_reader(make_seller("Berta Lis"), "Ola", address="ola.kot@gmail.com")
    names = {reader.pk: reader.first_name for reader in Subscriber.objects.all()}
    found = {(names[p.first], names[p.second], p.reason) for p in queries.duplicate_pairs(seller=anna)}
    assert found == {
        ("Ola", "Aleksandra", "the same mailbox"),
        ("Jörg", "J.", "the same telephone"),
        ("Jörg", "Joerg", "the same name"),
    }


def test_a_common_name_is_no_hint(anna):
    for number in range(8):
        make_reader(anna, "Anna", last_name="Kowalska", address=f"a{number}@example.com")
    assert queries.duplicate_pairs(seller=anna) == []
