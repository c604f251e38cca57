"""Leaving with one click (mail-standards 11–14; RFC 8058), coming back, and being forgotten."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from hub.common.models import AuditEntry, OutgoingMail
from sellers.audience import queries, services, signals, tokens
from sellers.audience.exceptions import HasLeft
from sellers.audience.models import ConsentEvent, Person, Subscriber, Suppression
from tests.factories.audience import make_reader
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def anna():
    return make_seller()


@pytest.fixture
def maria(anna):
    return make_reader(anna, "Maria", address="maria@example.com")


def path(reader):
    return f"/u/{tokens.unsubscribe_token(reader.pk)}"


@pytest.mark.parametrize("form", ["urlencoded", "multipart"])
def test_one_click_leaves_at_once_without_redirect_cookie_token_or_referer(client, maria, form):
    client.handler.enforce_csrf_checks = True
    if form == "multipart":
        answer = client.post(path(maria), ONE_CLICK)
    else:
        answer = client.post(path(maria), "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200 and not answer.cookies
    maria.refresh_from_db()
    assert maria.state == "left" and not queries.deliverable(seller=maria.seller).exists()
    assert ConsentEvent.objects.latest("pk").source == "one-click"


def test_leaving_again_gives_the_same_answer_and_no_second_event(client, maria):
    answers = [client.post(path(maria), ONE_CLICK).content for _ in range(3)]
    assert len(set(answers)) == 1
    assert ConsentEvent.objects.filter(kind="withdrawn").count() == 1


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_at_the_link_changes_nothing(client, maria, method):
    before = list(Subscriber.objects.values()), ConsentEvent.objects.count(), AuditEntry.objects.count()
    answer = getattr(client, method)(path(maria))
    assert answer.status_code == 200 and not answer.cookies
    assert (list(Subscriber.objects.values()), ConsentEvent.objects.count(), AuditEntry.objects.count()) == before
    if method == "get":
        assert "Yes, no more letters from Anna" in answer.content.decode()


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client, maria, method):
    assert getattr(client, method)(path(maria)).status_code == 405


def test_pages_behind_a_token_are_kept_by_nobody(client, maria):
    for where in (path(maria), f"/p/{tokens.preferences_token(maria.pk)}", f"/yes/{tokens.confirm_token(1)}", "/u/nonsense"):
        headers = client.get(where).headers
        assert headers["Cache-Control"] == "no-store, private"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in headers["X-Robots-Tag"]


def test_leaving_one_seller_leaves_the_other_list_alone(client, maria):
    at_berta = make_reader(make_seller("Berta Lis"), address="maria@example.com")
    client.post(path(maria), ONE_CLICK)
    at_berta.refresh_from_db()
    assert at_berta.state == "active" and queries.deliverable(seller=at_berta.seller).exists()


def test_leaving_everybody_leaves_all_and_each_seller_sees_only_her_own(client, maria, anna):
    berta = make_seller("Berta Lis")
    at_berta = make_reader(berta, address="maria@example.com")
    client.post(path(maria), {"from": "everybody"})
    assert set(Subscriber.objects.values_list("state", flat=True)) == {"left"}
    assert Suppression.objects.filter(seller=None, reason="unsubscribed").count() == 1
    for reader in (maria, at_berta):
        assert {e.kind for e in queries.consent_history(subscriber=reader)} == {"requested", "confirmed", "withdrawn"}


def test_left_by_mistake_asks_by_mail_and_revives_nothing_before_her_yes(client, maria):
    client.post(path(maria), ONE_CLICK)
    assert "I left by mistake" in client.post(path(maria)).content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        assert client.get(path(maria) + "/back").status_code == 302 and not OutgoingMail.objects.exists()
        client.post(path(maria) + "/back")
        maria.refresh_from_db()
        assert maria.state == "pending" and not queries.deliverable(seller=maria.seller).exists()
        client.post(re.search(r"(/yes/\S+)", OutgoingMail.objects.get().text)[1])
    maria.refresh_from_db()
    assert maria.state == "active" and queries.deliverable(seller=maria.seller).exists()


def test_an_erased_reader_can_press_her_old_links_in_peace(client, maria):
    links = [path(maria), path(maria) + "/back", f"/p/{tokens.preferences_token(maria.pk)}"]
    services.erase_person(maria.person, source="preferences")
    assert [client.post(link).status_code for link in links] == [200, 200, 200]


def test_the_preference_page_shows_all_her_sellers_and_leaves_each(client, maria):
    berta = make_reader(make_seller("Berta Lis"), address="maria@example.com")
    page = f"/p/{tokens.preferences_token(maria.pk)}"
    text = client.get(page).content.decode()
    assert "Anna Nowak" in text and "Berta Lis" in text and "maria@example.com" in text
    client.post(page, {"do": "leave", "list": berta.pk})
    berta.refresh_from_db()
    maria.refresh_from_db()
    assert (berta.state, maria.state) == ("left", "active")
    client.post(page, {"do": "leave-all"})
    maria.refresh_from_db()
    assert maria.state == "left"


def test_the_preference_page_does_not_touch_other_peoples_subscriptions(client, maria, anna):
    eva = make_reader(anna, "Eva")
    page = f"/p/{tokens.preferences_token(maria.pk)}"
    for wanted in (eva.pk, "x", "", "9" * 30, "²"):
        assert client.post(page, {"do": "leave", "list": wanted}).status_code == 404
    eva.refresh_from_db()
    assert eva.state == "active" and "Eva" not in client.get(page).content.decode()


def test_erasing_asks_first_and_leaves_only_a_keyed_hash_that_blocks_adding_her_again(client, maria, anna):
    berta = make_seller("Berta Lis")
    make_reader(berta, address="maria@example.com", state="left", note="likes citrus")
    services.ask_again(Subscriber.objects.get(seller=berta), source="link")
    hashed, heard = maria.person.address_hash, []

    def hear(sender, person, subscriber_ids, **kwargs):
        heard.append(sorted(subscriber_ids))

    signals.erasing.connect(hear)
    page = f"/p/{tokens.preferences_token(maria.pk)}/erase"
    assert client.get(page).status_code == 200 and Person.objects.exists()
    assert "Nothing is kept about you" in client.post(page).content.decode()
    assert len(heard[0]) == 2
    assert [m.objects.count() for m in (Person, Subscriber, ConsentEvent, OutgoingMail)] == [0, 0, 0, 0]
    assert list(Suppression.objects.values_list("address_hash", "seller", "reason")) == [(hashed, None, "erased")]
    for seller in (anna, berta):
        with pytest.raises(HasLeft):
            services.add_subscriber(seller=seller, address="Maria@example.com", by=seller.user)
    assert not Person.objects.exists()


def test_a_complaint_takes_her_off_every_list(maria):
    at_berta = make_reader(make_seller("Berta Lis"), address="maria@example.com")
    services.suppress(address="maria@example.com", reason="complained")
    for reader in (maria, at_berta):
        reader.refresh_from_db()
        assert reader.state == "left"


def test_a_weaker_reason_does_not_hide_a_stronger_one(maria):
    services.suppress(address="maria@example.com", reason="complained")
    services.unsubscribe(maria, source="link", everywhere=True)
    assert Suppression.objects.get(seller=None).reason == "complained"


def test_every_change_is_in_the_audit_trail_without_a_name_or_address(client, anna):
    services.add_subscriber(seller=anna, address="maria@example.com", first_name="Maria", by=anna.user)
    reader = services.confirm(ConsentEvent.objects.get().pk)
    services.unsubscribe(reader, source="one-click")
    services.suppress(address="maria@example.com", reason="bounced")
    services.erase_person(reader.person, source="preferences")
    lines = AuditEntry.objects.filter(action__startswith="audience.").order_by("seq")
    assert [line.action.partition(".")[2] for line in lines] == ["added", "confirmed", "left", "suppressed", "erased"]
    assert not any(word in f"{line.subject}{line.data}".lower() for line in lines for word in ("maria", "example.com"))
