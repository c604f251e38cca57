"""What a seller writes down about a reader: tags, notes of a day, days of the year, tastes; found by any of it, and kept in a history."""

from datetime import date

import pytest

from hub.common.exceptions import NotAllowed
from sellers.audience import queries, services
from sellers.audience.exceptions import BadCard, NoSuchNote, NoSuchTag
from sellers.audience.models import CardEdit, SpecialDay, Tag
from tests.factories.audience import make_reader
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return make_seller()


@pytest.fixture
def maria(anna):
    return make_reader(anna, "Maria", last_name="Wójcik-Łęcka", address="m.wojcik@example.com")


def found(seller, words, **more):
    return [reader.first_name for reader in queries.readers(seller=seller, search=words, **more)]


def test_a_reader_is_found_by_everything_on_her_card_in_any_spelling(anna, maria):
    make_reader(anna, "Eva")
    services.update_subscriber(
        maria,
        by=anna.user,
        note="allergic to nuts",
        tastes="Citrus, oud",
        sizes="shoes 38",
        phone="+48 600 123 456",
        how_we_met="Gdańsk fair",
    )
    services.set_tags(maria, ["VIP", "Hochzeit Süd"], by=anna.user)
    services.write_note(maria, "Bought the green scarf for her sister", by=anna.user)
    names = ("maria", "WOJCIK", "lecka", "wojcik lecka", "m.wojcik@exa")
    card = ("nuts", "oud citr", "38", "600123", "600 123", "gdansk", "vip", "hochzeit sud", "green scarf", "sister maria")
    for words in names + card:
        assert found(anna, words) == ["Maria"], words
    assert found(anna, "maria red") == []


def test_what_is_taken_off_the_card_finds_nobody_any_more(anna, maria):
    note = services.write_note(maria, "the green scarf", by=anna.user)
    services.set_tags(maria, ["vip"], by=anna.user)
    services.delete_note(note, by=anna.user)
    services.set_tags(maria, [], by=anna.user)
    assert found(anna, "scarf") == found(anna, "vip") == []
    assert not Tag.objects.exists(), "a tag that nobody carries is gone"


def test_another_seller_finds_and_touches_nothing(anna, maria):
    berta = make_seller("Berta Lis")
    tag = services.set_tags(maria, ["vip"], by=anna.user)[0]
    note = services.write_note(maria, "secret", by=anna.user)
    day = services.set_day(maria, kind="birthday", day=1, month=2, by=anna.user)
    assert found(berta, "maria") == [] and not queries.tags_in_use(seller=berta)
    with pytest.raises(NoSuchTag):
        queries.tag_for(seller=berta, pk=tag.pk)
    with pytest.raises(NoSuchNote):
        queries.note_for(subscriber=make_reader(berta), pk=note.pk)
    for attempt in (
        lambda: services.update_subscriber(maria, by=berta.user, note="x"),
        lambda: services.set_tags(maria, ["x"], by=berta.user),
        lambda: services.rename_tag(tag, "x", by=berta.user),
        lambda: services.delete_tag(tag, by=berta.user),
        lambda: services.tag_readers(seller=anna, readers=[maria.pk], add="x", by=berta.user),
        lambda: services.write_note(maria, "x", by=berta.user),
        lambda: services.change_note(note, "x", by=berta.user),
        lambda: services.delete_note(note, by=berta.user),
        lambda: services.set_day(maria, kind="birthday", day=2, month=2, by=berta.user),
        lambda: services.remove_day(day, by=berta.user),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert services.tag_readers(seller=berta, readers=[maria.pk], add="mine", by=berta.user) == 0


def test_two_spellings_are_one_tag_and_renaming_joins_two(anna, maria):
    eva = make_reader(anna, "Eva")
    services.set_tags(maria, ["VIP", "vip ", "Süd"], by=anna.user)
    services.tag_readers(seller=anna, readers=[maria.pk, eva.pk], add="stammkundin", by=anna.user)
    assert [(tag.name, tag.count) for tag in queries.tags_in_use(seller=anna)] == [("stammkundin", 2), ("Süd", 1), ("vip", 1)]
    services.rename_tag(Tag.objects.get(name="vip"), "Stammkundin", by=anna.user)
    assert [(tag.name, tag.count) for tag in queries.tags_in_use(seller=anna)] == [("stammkundin", 2), ("Süd", 1)]
    assert found(anna, "", tag=Tag.objects.get(name="stammkundin").pk) == ["Eva", "Maria"]
    assert services.tag_readers(seller=anna, readers=[eva.pk], remove="STAMMKUNDIN", by=None) == 1
    assert services.delete_tag(Tag.objects.get(name="Süd"), by=anna.user) == 1
    assert found(anna, "sud") == []


@pytest.mark.parametrize("name", ["!!", "x" * 41, "a\nb\x00", ""])
def test_a_tag_is_a_word(anna, maria, name):
    if name:
        with pytest.raises(BadCard):
            services.set_tags(maria, [name], by=anna.user)
    else:
        assert services.set_tags(maria, [name, " "], by=anna.user) == []


def test_notes_are_kept_by_their_day_the_newest_first(anna, maria):
    services.write_note(maria, "second visit", on=date(2026, 3, 2), by=anna.user)
    services.write_note(maria, "first visit", on=date(2026, 3, 1), by=anna.user)
    assert [note.text for note in queries.notes_of(subscriber=maria)] == ["second visit", "first visit"]
    for text in ("", "  ", "x" * 4001):
        with pytest.raises(BadCard):
            services.write_note(maria, text, by=anna.user)


def test_days_of_the_year_come_round_with_or_without_a_year(anna, maria):
    eva, left = make_reader(anna, "Eva"), make_reader(anna, "Olga", state="left")
    services.set_day(maria, kind="birthday", day=29, month=2, by=anna.user)
    services.set_day(eva, kind="other", label="opened her café", day=5, month=3, year=2019, by=anna.user)
    services.set_day(left, kind="birthday", day=2, month=3, by=anna.user)
    coming = queries.coming_days(seller=anna, first=date(2027, 2, 25), days=10)
    assert [(when, day.subscriber.first_name) for when, day in coming] == [(date(2027, 3, 1), "Maria"), (date(2027, 3, 5), "Eva")]
    leap = queries.coming_days(seller=anna, first=date(2028, 2, 25), days=10)
    assert [when for when, _ in leap] == [date(2028, 2, 29), date(2028, 3, 5)]
    assert queries.coming_days(seller=anna, first=date(2026, 12, 20), days=20) == []


def test_a_second_birthday_takes_the_place_of_the_first(anna, maria):
    services.set_day(maria, kind="birthday", day=1, month=2, by=anna.user)
    services.set_day(maria, kind="birthday", day=3, month=2, year=1980, by=anna.user)
    only = SpecialDay.objects.get()
    assert (only.day, only.month, only.year) == (3, 2, 1980) and queries.birthday_of(subscriber=maria) == only


@pytest.mark.parametrize("day", [(31, 4, None), (29, 2, 2027), (0, 1, None), (1, 13, None), (1, 1, 1066)])
def test_a_day_that_no_calendar_has_is_refused(anna, maria, day):
    with pytest.raises(BadCard):
        services.set_day(maria, kind="birthday", day=day[0], month=day[1], year=day[2], by=anna.user)


def test_every_change_stands_in_the_history_and_nothing_rewrites_it(anna, maria):
    services.update_subscriber(maria, by=anna.user, first_name="Marie", note="", tastes="oud", stage="regular")
    services.set_tags(maria, ["vip"], by=anna.user)
    services.set_day(maria, kind="birthday", day=3, month=2, by=None)
    day, tags, card = queries.card_history(subscriber=maria)
    assert card.changes == {"first_name": ["Maria", "Marie"], "tastes": ["", "oud"], "stage": ["", "regular"]}
    assert (tags.changes, day.changes) == ({"tags": [[], ["vip"]]}, {"birthday": ["", "02-03"]})
    assert (card.by, day.by) == (anna.user, None)
    with pytest.raises(TypeError):
        card.save()
    with pytest.raises(TypeError):
        CardEdit.objects.filter(pk=card.pk).update(what="nothing")


def test_saving_without_a_change_leaves_no_line(anna, maria):
    services.update_subscriber(maria, by=anna.user, first_name="Maria")
    assert not queries.card_history(subscriber=maria)


@pytest.mark.parametrize(("field", "value"), [("stage", "friend"), ("tastes", "x" * 2001), ("phone", "1" * 41)])
def test_what_no_card_holds_is_refused(anna, maria, field, value):
    with pytest.raises(BadCard):
        services.update_subscriber(maria, by=anna.user, **{field: value})


def test_erasure_leaves_no_trace_of_the_card(anna, maria):
    services.update_subscriber(maria, by=anna.user, tastes="oud")
    services.set_tags(maria, ["vip"], by=anna.user)
    services.write_note(maria, "x", by=anna.user)
    services.set_day(maria, kind="birthday", day=1, month=2, by=anna.user)
    services.erase_person(maria.person, source="preferences")
    assert not (CardEdit.objects.exists() or SpecialDay.objects.exists() or Tag.objects.exists())
