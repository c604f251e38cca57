"""Coming onto a list: the form, the mail, the button (mail-standards 23, 24, 26, 28)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from hub.common.models import AuditEntry, OutgoingMail
from sellers.audience import services, tokens
from sellers.audience.exceptions import Expired, HasLeft
from sellers.audience.models import ConsentEvent, Person, Subscriber, Suppression
from tests.factories.audience import make_reader
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def anna():
    return make_seller()


def fill_in(client, seller, address="maria@example.com", *, name="Maria", wait=10, **extra):
    """Open the page, wait as a person does, send the form."""
    page = client.get(seller.page.url).content.decode()
    stamp = re.search(r'name="stamp" value="([^"]+)"', page)[1]
    data = {"first_name": name, "address": address, "consent": "on", "stamp": stamp, **extra}
    with time_machine.travel(timezone.now() + timedelta(seconds=wait)):
        return client.post(f"/subscribe/{seller.slug}/", data)


def last_link(kind="yes"):
    mail = OutgoingMail.objects.order_by("pk").last()
    return re.search(rf"http\S+(/{kind}/\S+)", mail.text)[1]


def test_the_form_the_mail_and_the_button_put_her_on_the_list(client, anna):
    answer = fill_in(client, anna)
    assert answer.status_code == 303
    assert "Look into your mailbox" in client.get(answer.url).content.decode()
    reader = Subscriber.objects.get()
    assert (reader.seller, reader.state, reader.first_name) == (anna, "pending", "Maria")
    link = last_link()
    assert "Yes, Anna may write to me" in client.get(link).content.decode()
    reader.refresh_from_db()
    assert reader.state == "pending", "opening the link changes nothing: scanners do it too"
    assert "Thank you, Maria" in client.post(link).content.decode()
    reader.refresh_from_db()
    assert reader.state == "active" and reader.confirmed_at


def test_consent_is_kept_with_wording_version_page_time_address_and_confirming_event(client, anna):
    fill_in(client, anna)
    client.post(last_link())
    asked, confirmed = ConsentEvent.objects.order_by("pk")
    assert (asked.kind, asked.page, asked.ip, asked.seller) == ("requested", anna.page.url, "127.0.0.1", anna)
    assert "Anna Nowak of The Brand may write to me" in asked.wording and asked.wording_version and asked.locale
    assert (confirmed.kind, confirmed.confirms, confirmed.seller) == ("confirmed", asked, anna)
    with pytest.raises(TypeError):
        asked.save()
    with pytest.raises(TypeError):
        ConsentEvent.objects.filter(pk=asked.pk).update(wording="something else")


def test_the_ip_address_can_be_left_out_of_the_proof(client, anna, settings):
    settings.CONSENT_KEEP_IP = False
    fill_in(client, anna)
    client.post(last_link())
    assert set(ConsentEvent.objects.values_list("ip", flat=True)) == {None}


def test_the_confirmation_mail_carries_no_advertising_and_nothing_a_stranger_typed(client, anna):
    fill_in(client, anna, name="Cheap pills")
    mail = OutgoingMail.objects.get()
    assert "Cheap" not in mail.subject + mail.text + mail.html + str(mail.headers)
    assert mail.headers["Auto-Submitted"] == "auto-generated"
    assert mail.from_header == f"Anna Nowak at The Brand <{anna.mail_name}@letters.example>"
    assert mail.headers["Reply-To"] == anna.reply_to
    assert set(re.findall(r"https?://[^/\s\"]+", mail.text + mail.html)) == {"http://localhost:8000"}


def test_pressing_the_button_again_succeeds_and_changes_nothing(client, anna):
    fill_in(client, anna)
    link = last_link()
    first, second = client.post(link), client.post(link)
    assert (first.status_code, second.status_code) == (200, 200)
    assert ConsentEvent.objects.filter(kind="confirmed").count() == 1


def answer_to(client, seller, address):
    """What a stranger sees for an address, without what differs in every answer."""
    response = fill_in(client, seller, address)
    shown = client.get(response.url)
    return response.status_code, response.url, dict(response.headers), shown.content


def test_known_unknown_departed_erased_and_blocked_addresses_get_the_same_answer(client, anna):
    make_reader(anna, address="active@example.com")
    make_reader(anna, address="pending@example.com", state="pending")
    make_reader(anna, address="left@example.com", state="left")
    services.erase_person(make_reader(anna, address="erased@example.com").person, source="preferences")
    services.suppress(address="complained@example.com", reason="complained")
    names = ["unknown", "active", "pending", "left", "erased", "complained"]
    answers = [answer_to(client, anna, f"{name}@example.com") for name in names]
    assert all(answer == answers[0] for answer in answers)
    assert "complained@example.com" not in OutgoingMail.objects.values_list("to", flat=True)


def test_someone_who_is_on_the_list_keeps_her_name_and_is_told_so_by_mail(client, anna):
    reader = make_reader(anna, "Maria", address="maria@example.com")
    fill_in(client, anna, name="Nonsense")
    reader.refresh_from_db()
    assert (reader.first_name, reader.state) == ("Maria", "active")
    assert OutgoingMail.objects.get().kind == "audience.already"


def test_an_address_gets_one_confirmation_a_day_and_three_in_thirty_days_over_all_sellers(client, anna):
    berta = make_seller("Berta Lis")
    start = timezone.now()
    sent = []
    for hours in [0, 1, 23, 25, 26, 50, 51, 75, 100, 24 * 29]:
        with time_machine.travel(start + timedelta(hours=hours)):
            services.request_subscription(seller=berta if hours % 2 else anna, first_name="Maria", address="MARIA@example.com")
        sent.append(OutgoingMail.objects.count())
    assert sent == [1, 1, 1, 2, 2, 3, 3, 3, 3, 3]
    with time_machine.travel(start + timedelta(days=30, hours=1)):
        services.request_subscription(seller=anna, first_name="Maria", address="maria@example.com")
    assert OutgoingMail.objects.count() == 4


def test_a_thousand_sign_ups_of_one_address_are_one_mail_and_one_row(anna):
    for _ in range(30):
        services.request_subscription(seller=anna, first_name="Maria", address="maria@example.com")
    assert (OutgoingMail.objects.count(), ConsentEvent.objects.count(), Subscriber.objects.count()) == (1, 1, 1)


def test_limits_outlive_forgetting_the_address(anna):
    start = timezone.now()
    services.request_subscription(seller=anna, first_name="Maria", address="maria@example.com")
    services.erase_person(Person.objects.get(), source="preferences")
    with time_machine.travel(start + timedelta(hours=2)):
        services.request_subscription(seller=anna, first_name="Maria", address="maria@example.com")
    assert OutgoingMail.objects.count() == 0


def test_many_sign_ups_from_one_connection_are_stopped(client, anna):
    page = client.get(anna.page.url).content.decode()
    stamp = re.search(r'name="stamp" value="([^"]+)"', page)[1]
    codes = []
    with time_machine.travel(timezone.now() + timedelta(seconds=10)):
        for _ in range(22):
            data = {"first_name": "Maria", "address": "maria@example.com", "consent": "on", "stamp": stamp}
            codes.append(client.post(f"/subscribe/{anna.slug}/", data).status_code)
    assert codes == [303] * 20 + [429] * 2
    with time_machine.travel(timezone.now() + timedelta(hours=1, minutes=1)):
        assert fill_in(client, anna).status_code == 303


def test_a_flood_from_everywhere_meets_one_brake_that_is_noted_once(client, anna, settings, caplog):
    settings.SIGN_UPS_AN_HOUR = 3
    stamp = re.search(r'name="stamp" value="([^"]+)"', client.get(anna.page.url).content.decode())[1]
    codes = []
    with time_machine.travel(timezone.now() + timedelta(seconds=10)):
        for n in range(6):
            data = {"first_name": "Maria", "address": f"maria{n}@example.com", "consent": "on", "stamp": stamp}
            codes.append(client.post(f"/subscribe/{anna.slug}/", data, REMOTE_ADDR=f"198.{18 + n}.0.1").status_code)
    assert codes == [303] * 3 + [429] * 3
    assert Person.objects.count() == 3
    assert AuditEntry.objects.filter(action="audience.sign_ups_braked").count() == 1
    assert caplog.text.count("SIGN_UPS_AN_HOUR") == 1 and "198." not in caplog.text


@pytest.mark.parametrize("spoiled", [{"website": "http://spam.example"}, {"stamp": "made up"}, {"consent": ""}, {"address": "nobody"}])
def test_what_is_no_sign_up_pulls_no_brake_on_those_of_people(client, anna, settings, spoiled):
    settings.SIGN_UPS_AN_HOUR = 3
    stamp = re.search(r'name="stamp" value="([^"]+)"', client.get(anna.page.url).content.decode())[1]
    data = {"first_name": "Maria", "address": "maria@example.com", "consent": "on", "stamp": stamp}
    with time_machine.travel(timezone.now() + timedelta(seconds=10)):
        for n in range(6):
            client.post(f"/subscribe/{anna.slug}/", data | spoiled, REMOTE_ADDR=f"198.{18 + n}.0.1")
        assert client.post(f"/subscribe/{anna.slug}/", data, REMOTE_ADDR="203.0.113.9").status_code == 303


def test_a_machine_in_the_trap_closes_the_form_for_nobody_behind_the_same_connection(client, anna):
    for _ in range(125):
        client.post(f"/subscribe/{anna.slug}/", {"website": "http://spam.example"})
    assert fill_in(client, anna).status_code == 303


def test_a_machine_that_fills_in_the_hidden_field_gets_the_usual_answer_and_nothing_happens(client, anna):
    assert fill_in(client, anna, website="http://spam.example").status_code == 303
    assert not Person.objects.exists() and not OutgoingMail.objects.exists()


@pytest.mark.parametrize(("wait", "said"), [(0.5, "very quick"), (13 * 3600, "open for a long time")])
def test_a_form_sent_too_soon_or_too_late_asks_to_press_once_more(client, anna, wait, said):
    answer = fill_in(client, anna, wait=wait)
    assert answer.status_code == 422 and said in answer.content.decode() and "maria@example.com" in answer.content.decode()
    assert not Person.objects.exists()


def test_the_signed_time_of_another_sellers_form_is_not_good(client, anna):
    berta = make_seller("Berta Lis")
    page = client.get(berta.page.url).content.decode()
    stamp = re.search(r'name="stamp" value="([^"]+)"', page)[1]
    assert fill_in(client, anna, stamp=stamp).status_code == 422


@pytest.mark.parametrize("name", ["http://spam.example", "a@b", "<b>x</b>", "x\u202ey", "www.spam.example", "x" * 81])
def test_a_name_that_is_no_name_is_refused_beside_its_field(client, anna, name):
    answer = fill_in(client, anna, name=name)
    assert answer.status_code == 422 and 'id="id_first_name_error"' in answer.content.decode()
    assert not Person.objects.exists()


def test_without_consent_nothing_is_stored(client, anna):
    assert fill_in(client, anna, consent="").status_code == 422
    assert not Person.objects.exists()


def test_after_seven_days_the_link_is_dead_and_the_address_forgotten(client, anna):
    fill_in(client, anna)
    link, start = last_link(), timezone.now()
    with time_machine.travel(start + timedelta(days=6, hours=23)):
        assert services.expire_pending() == 0
    with time_machine.travel(start + timedelta(days=7, minutes=1)):
        assert client.post(link).status_code == 410
        assert services.expire_pending() == 1
        assert client.post(link).status_code == 410 and client.get(link).status_code == 410
    assert not Person.objects.exists() and not Subscriber.objects.exists() and not ConsentEvent.objects.exists()


def test_expiry_at_one_seller_leaves_the_other_list_alone(anna):
    berta = make_seller("Berta Lis")
    at_berta = make_reader(berta, address="maria@example.com")
    services.request_subscription(seller=anna, first_name="Maria", address="maria@example.com")
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        services.expire_pending()
    assert list(Subscriber.objects.all()) == [at_berta]


def test_someone_who_had_left_and_does_not_confirm_again_has_still_left(anna):
    reader = make_reader(anna, address="maria@example.com", state="left")
    services.request_subscription(seller=anna, first_name="Maria", address="maria@example.com")
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        services.expire_pending()
    reader.refresh_from_db()
    assert reader.state == "left" and Suppression.objects.filter(seller=anna).exists()


def test_her_own_newer_confirmation_lifts_an_opt_out_and_an_old_one_does_not(anna):
    start = timezone.now()
    services.request_subscription(seller=anna, first_name="Maria", address="maria@example.com")
    first = ConsentEvent.objects.get()
    reader = services.confirm(first.pk)
    with time_machine.travel(start + timedelta(hours=1)):
        services.unsubscribe(reader, source="link")
        with pytest.raises(HasLeft):
            services.confirm(first.pk)
    with time_machine.travel(start + timedelta(hours=30)):
        services.request_subscription(seller=anna, first_name="Maria", address="maria@example.com")
        services.confirm(ConsentEvent.objects.filter(kind="requested").latest("at").pk)
    reader.refresh_from_db()
    assert reader.state == "active" and not Suppression.objects.exists()


def test_a_link_asked_for_before_leaving_revives_nothing(anna):
    start = timezone.now()
    services.request_subscription(seller=anna, first_name="Maria", address="maria@example.com")
    asked = ConsentEvent.objects.get()
    with time_machine.travel(start + timedelta(hours=1)):
        services.unsubscribe(Subscriber.objects.get(), source="link", everywhere=True)
        with pytest.raises(HasLeft):
            services.confirm(asked.pk)
    assert Subscriber.objects.get().state == "left"


@pytest.mark.parametrize("reason", ["complained", "manual"])
def test_no_confirmation_lifts_a_complaint_or_the_companys_word(anna, reason):
    services.request_subscription(seller=anna, first_name="Maria", address="maria@example.com")
    services.suppress(address="maria@example.com", reason=reason)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        services.request_subscription(seller=anna, first_name="Maria", address="maria@example.com")
        with pytest.raises(HasLeft):
            services.confirm(ConsentEvent.objects.filter(kind="requested").latest("at").pk)


def test_a_confirmation_of_nothing_is_expired():
    with pytest.raises(Expired):
        services.confirm(4711)


def test_tokens_are_good_for_their_purpose_alone(client, anna):
    reader = make_reader(anna)
    for make in (tokens.preferences_token, tokens.confirm_token):
        assert client.post(f"/u/{make(reader.pk)}").status_code == 404
    assert client.get(f"/p/{tokens.unsubscribe_token(reader.pk)}").status_code == 404
    assert client.post("/yes/nonsense").status_code == 404
    reader.refresh_from_db()
    assert reader.state == "active"


def test_after_confirming_she_sees_who_else_waits_for_her_yes(client, anna):
    berta = make_seller("Berta Lis")
    services.request_subscription(seller=anna, first_name="Maria", address="maria@example.com")
    link = last_link()
    services.request_subscription(seller=berta, first_name="Maria", address="maria@example.com")
    page = client.post(link).content.decode()
    assert "Yes, Berta too" in page
    client.post(re.search(r'action="(/yes/[^"]+)"', page)[1])
    assert set(Subscriber.objects.values_list("state", flat=True)) == {"active"}


def test_a_paused_seller_takes_no_new_readers(client, anna):
    anna.state = "paused"
    anna.save()
    assert 'name="address"' not in client.get(anna.page.url).content.decode()
    assert client.post(f"/subscribe/{anna.slug}/", {}).status_code == 404
