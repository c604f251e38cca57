"""The doors that other rooms call."""

import pytest

from sellers.audience import queries, services, tokens
from sellers.audience.exceptions import NoSuchReader
from tests.factories.audience import make_reader, make_readers
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db


def test_letters_go_to_confirmed_readers_of_this_seller_alone():
    anna, berta = make_seller(), make_seller("Berta Lis")
    maria = make_reader(anna, "Maria")
    make_reader(anna, state="pending")
    make_reader(anna, state="left")
    make_reader(berta)
    assert [(s.pk, s.address, s.address_hash) for s in queries.deliverable(seller=anna)] == [
        (maria.pk, maria.person.address, maria.person.address_hash)
    ]


@pytest.mark.parametrize("everywhere", [True, False])
def test_a_suppressed_address_gets_nothing(everywhere):
    anna, berta = make_seller(), make_seller("Berta Lis")
    maria = make_reader(anna, address="maria@example.com")
    make_reader(berta, address="maria@example.com")
    services.suppress(address="Maria@example.com", reason="bounced", seller=None if everywhere else anna)
    assert not queries.deliverable(seller=anna).exists()
    assert queries.deliverable(seller=berta).exists() is not everywhere
    assert queries.is_suppressed(seller=anna, address_hash=maria.person.address_hash)


def test_delivery_asks_again_for_the_readers_of_a_batch():
    anna = make_seller()
    first, second, third = make_readers(anna, 3)
    services.unsubscribe(second, source="one-click")
    assert {s.pk for s in queries.deliverable(seller=anna, only=[first.pk, second.pk])} == {first.pk}


def test_a_seller_who_left_the_company_reaches_nobody():
    anna = make_seller()
    make_reader(anna)
    anna.state = "left"
    anna.save()
    assert not queries.deliverable(seller=anna).exists()


def test_a_reader_of_another_seller_is_as_absent_as_one_who_never_was():
    anna, berta = make_seller(), make_seller("Berta Lis")
    foreign = make_reader(berta)
    for pk in (foreign.pk, 999_999):
        with pytest.raises(NoSuchReader) as caught:
            queries.subscriber_for(seller=anna, pk=pk)
        assert caught.value.message == "There is no such reader on your list."


def test_merge_values_are_plain_and_empty_where_the_letter_has_a_fall_back():
    anna = make_seller()
    assert queries.merge_values(make_reader(anna, "Maria", last_name="Kot")) == {
        "firstname": "Maria",
        "lastname": "Kot",
        "salutation": "",
    }
    assert queries.merge_values(make_reader(anna, "", salutation=""))["salutation"] == ""
    assert queries.merge_values(make_reader(anna, "Eva", salutation="Dear Mrs Kot"))["salutation"] == "Dear Mrs Kot"


def test_links_are_short_and_from_the_configured_origin(settings):
    settings.ORIGIN = "https://letters.brand.example"
    url = tokens.unsubscribe_url(7)
    assert url.startswith("https://letters.brand.example/u/") and len(tokens.unsubscribe_token(7)) <= 60
    local = tokens.unsubscribe_mailto(7).removeprefix("mailto:").partition("@")[0]
    assert len(local) <= 64
