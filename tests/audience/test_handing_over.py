"""A seller goes: customers are asked once, only their own button moves them, and silence means no mail."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from hub.common.exceptions import HubError, NotAllowed
from hub.common.models import OutgoingMail
from sellers.audience import queries, services, tokens
from sellers.audience.exceptions import CannotHandOver, Expired, HasLeft
from sellers.audience.models import ConsentEvent, HandOver, HandOverAnswer, Subscriber
from sellers.profiles.models import Seller
from sellers.profiles.services import let_go, take_back
from tests.factories.audience import make_reader
from tests.factories.company import make_region
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return make_seller()


@pytest.fixture
def berta():
    return make_seller("Berta Lis")


@pytest.fixture
def lead():
    return make_user("lead")


def asked(anna, lead, berta=None, shop=None):
    """Anna has left, everybody on her list was asked."""
    let_go(anna, by=None)
    found = HandOver.objects.get(seller=anna)
    services.ask_customers(found, successor=berta, shop_voice=shop, by=lead)
    services.ask_hand_overs()
    return found


def link_of(reader):
    return tokens.hand_over_url(HandOverAnswer.objects.get(subscriber=reader).pk).removeprefix("http://localhost:8000")


def reached(seller):
    return sorted(reader.address for reader in queries.deliverable(seller=seller))


def test_when_she_leaves_her_list_is_frozen_and_nobody_is_written_to(anna, berta):
    make_reader(anna, address="maria@example.com")
    let_go(anna, by=None, successor=berta)
    found = HandOver.objects.get()
    assert (found.state, found.successor, services.ask_hand_overs()) == ("preparing", berta, 0)
    assert reached(anna) == reached(berta) == [] and not OutgoingMail.objects.exists()
    with pytest.raises(NotAllowed):
        services.request_subscription(seller=anna, first_name="X", address="x@example.com")


def test_each_customer_is_asked_by_one_mail_and_silence_moves_nobody(anna, berta, lead):
    make_reader(anna, address="maria@example.com")
    make_reader(anna, address="left@example.com", state="left")
    make_reader(anna, address="waits@example.com", state="pending")
    services.suppress(address=make_reader(anna, address="dead@example.com").person.address, reason="bounced")
    found = asked(anna, lead, berta)
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.headers["Reply-To"]) == ("maria@example.com", berta.reply_to)
    assert "Berta Lis" in mail.text and "Anna Nowak" in mail.subject
    assert services.ask_hand_overs() == 0
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        services.ask_hand_overs()
    found.refresh_from_db()
    assert found.state == "closed" and OutgoingMail.objects.count() == 1 and reached(berta) == []


def test_opening_the_link_changes_nothing_and_the_button_does(client, anna, berta, lead):
    reader = make_reader(anna, "Maria", address="maria@example.com", note="secret")
    asked(anna, lead, berta)
    page = client.get(link_of(reader)).content.decode()
    assert "Berta Lis" in page and "secret" not in page and reached(berta) == []
    assert "Berta writes to you" in client.post(link_of(reader), {"choice": "person"}).content.decode()
    assert client.post(link_of(reader), {"choice": "person"}).status_code == 200
    assert reached(berta) == ["maria@example.com"]
    new = Subscriber.objects.get(seller=berta)
    assert (new.first_name, new.note) == ("Maria", ""), "what she told Anna is not passed on"
    proof = ConsentEvent.objects.get(seller=berta)
    assert (proof.kind, proof.source) == ("confirmed", "hand-over") and "Berta Lis" in proof.wording and "Anna Nowak" in proof.stated
    assert Subscriber.objects.get(pk=reader.pk).state == "left"


def test_the_new_seller_sees_only_those_who_chose_her(anna, berta, lead):
    readers = [make_reader(anna, address=f"r{n}@example.com") for n in range(4)]
    shop = make_seller("Clara Shop")
    found = asked(anna, lead, berta, shop)
    for reader, choice in zip(readers, ["person", "shop", "leave"], strict=False):
        services.answer_hand_over(HandOverAnswer.objects.get(subscriber=reader).pk, choice)
    assert (reached(berta), reached(shop)) == (["r0@example.com"], ["r1@example.com"])
    assert [reader.person.address for reader in queries.readers(seller=berta)] == ["r0@example.com"]
    assert queries.hand_over_progress(found) == {"readers": 4, "asked": 4, "person": 1, "shop": 1, "leave": 1, "silent": 1}


def test_a_later_button_counts_but_no_old_mail_brings_back_who_left(anna, berta, lead):
    both, gone, everywhere = (make_reader(anna, address=f"{name}@example.com") for name in ("both", "gone", "everywhere"))
    shop = make_seller("Clara Shop")
    asked(anna, lead, berta, shop)
    answer = {one.subscriber_id: one.pk for one in HandOverAnswer.objects.all()}
    services.answer_hand_over(answer[both.pk], "person")
    services.answer_hand_over(answer[both.pk], "shop")
    assert reached(berta) == reached(shop) == ["both@example.com"]
    services.answer_hand_over(answer[both.pk], "leave")
    assert reached(shop) == []
    services.unsubscribe(gone, source="one-click")
    services.unsubscribe(everywhere, source="one-click", everywhere=True)
    for reader in (gone, everywhere):
        with pytest.raises(HasLeft):
            services.answer_hand_over(answer[reader.pk], "person")
    services.suppress(address="both@example.com", reason="complained")
    with pytest.raises(HasLeft):
        services.answer_hand_over(answer[both.pk], "person")


def test_who_left_the_new_seller_before_comes_back_by_her_own_button(anna, berta, lead):
    reader = make_reader(anna, address="maria@example.com")
    make_reader(berta, address="maria@example.com", state="left")
    asked(anna, lead, berta)
    services.answer_hand_over(HandOverAnswer.objects.get(subscriber=reader).pk, "person")
    assert reached(berta) == ["maria@example.com"]


def test_who_leaves_between_the_start_and_her_mail_is_not_asked(anna, berta, lead):
    reader = make_reader(anna)
    let_go(anna, by=None)
    services.ask_customers(HandOver.objects.get(), successor=berta, shop_voice=None, by=lead)
    services.unsubscribe(reader, source="one-click")
    assert services.ask_hand_overs() == 0 and not OutgoingMail.objects.exists()


def test_who_is_away_keeps_her_customers_and_they_may_follow_another_meanwhile(anna, berta, lead):
    reader = make_reader(anna, address="maria@example.com")
    found = services.begin_hand_over(anna, reason="away", by=lead)
    services.ask_customers(found, successor=berta, shop_voice=None, by=lead)
    services.ask_hand_overs()
    services.answer_hand_over(HandOverAnswer.objects.get(subscriber=reader).pk, "person")
    assert reached(anna) == reached(berta) == ["maria@example.com"]


def test_when_she_returns_nobody_else_is_asked(anna, berta, lead):
    reader = make_reader(anna)
    asked(anna, lead, berta)
    take_back(anna, by=None)
    with pytest.raises(Expired):
        services.answer_hand_over(HandOverAnswer.objects.get(subscriber=reader).pk, "person")
    assert not reached(berta)


def test_only_leads_of_her_region_and_administrators_care_for_a_list(client, anna, berta, lead):
    let_go(anna, by=None)
    found = HandOver.objects.get()
    elsewhere = make_user("lead", region=make_region("south"))
    for user in (berta.user, elsewhere, make_user("assistant")):
        client.force_login(user)
        with pytest.raises(HubError):
            services.ask_customers(found, successor=berta, shop_voice=None, by=user)
        assert client.get(f"/admin/readers/hand-overs/{found.pk}/").status_code == 404
    client.force_login(lead)
    answer = client.post(f"/admin/readers/hand-overs/{found.pk}/", {"successor": berta.pk, "shop_voice": ""})
    assert answer.status_code == 302
    assert "Follow Berta Lis" in client.get(answer.url).content.decode()
    assert "Anna Nowak" in client.get("/admin/readers/hand-overs/").content.decode()
    found.refresh_from_db()
    with pytest.raises(CannotHandOver):
        services.ask_customers(found, successor=berta, shop_voice=None, by=lead)


def test_there_has_to_be_somebody_to_follow(anna, berta, lead):
    let_go(anna, by=None)
    found = HandOver.objects.get()
    Seller.objects.filter(pk=berta.pk).update(state="paused")
    berta.refresh_from_db()
    for pair in ((None, None), (berta, None), (anna, None)):
        with pytest.raises(CannotHandOver):
            services.ask_customers(found, successor=pair[0], shop_voice=pair[1], by=lead)
