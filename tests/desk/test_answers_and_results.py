"""Answers stand on the card and are answered there; results say who was glad, in honest numbers."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sellers.delivery.drain import drain
from sellers.delivery.services.arm import arm_issue
from sellers.desk.numbers import beside_the_others, interval, of_how_many
from sellers.desk.queries.home import moments
from sellers.desk.queries.results import result_for, results_of
from sellers.newsletters.exceptions import NoSuchLetter
from sellers.tracking.models import Inbound, Reply
from tests.factories.audience import make_reader, make_readers
from tests.factories.delivery import make_issue
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return make_seller("Anna Nowak")


@pytest.fixture
def client(anna):
    client = Client()
    client.force_login(anna.user)
    return client


def answer(reader, issue=None, words="Keep one for me!", **fields) -> Reply:
    now = timezone.now()
    came = Inbound.objects.create(digest=f"{reader.pk}-{Reply.objects.count()}", source="lmtp", kind="other", seller=reader.seller, at=now)
    return Reply.objects.create(
        seller=reader.seller, subscriber=reader, issue=issue, inbound=came, subject="Re: Pots", text=words, at=now, **fields
    )


def sent(anna, readers):
    issue = make_issue(anna, readers=0)
    arm_issue(issue, by=anna.user)
    drain(until_empty=True)
    issue.refresh_from_db()
    return issue


def test_an_answer_is_the_first_thing_she_sees_and_is_gone_when_she_has_seen_it(anna, client):
    zofia = make_reader(anna, "Zofia")
    reply = answer(zofia)
    assert moments(seller=anna)[0].title == "Zofia answered"
    assert "Keep one for me!" in client.get("/admin/").content.decode()
    client.post(f"/admin/answers/{reply.pk}/seen/")
    assert [one for one in moments(seller=anna) if one.kind == "answer"] == []


def test_the_card_shows_her_words_and_begins_the_answer(anna, client):
    zofia = make_reader(anna, "Zofia")
    reply = answer(zofia, words="Keep one for me!\n<b>Please</b>")
    page = client.get(f"/admin/customers/{zofia.pk}/").content.decode()
    assert "Keep one for me!\n&lt;b&gt;Please&lt;/b&gt;" in page
    assert 'value="Re: Pots"' in page
    client.post(f"/admin/customers/{zofia.pk}/write/", {"subject": "Re: Pots", "text": "It is yours."})
    reply.refresh_from_db()
    assert reply.read_at is not None


def test_what_a_machine_answered_is_nobodys_gladness(anna):
    zofia = make_reader(anna, "Zofia")
    issue = sent(anna, [zofia])
    answer(zofia, issue, automatic=True)
    assert [one for one in moments(seller=anna) if one.kind == "answer"] == []
    assert result_for(seller=anna, letter_id=issue.pk).answered == 0


def test_another_sellers_answer_is_not_there(anna):
    reply = answer(make_reader(anna, "Zofia"))
    other = Client()
    other.force_login(make_seller("Berta Lis").user)
    assert other.post(f"/admin/answers/{reply.pk}/seen/").status_code == 404
    reply.refresh_from_db()
    assert reply.read_at is None


def test_results_count_people_and_say_what_to_do_next(anna, client):
    zofia, ewa = make_reader(anna, "Zofia"), make_reader(anna, "Ewa")
    issue = sent(anna, [zofia, ewa])
    for _ in range(2):
        answer(zofia, issue)
    found = result_for(seller=anna, letter_id=issue.pk)
    assert (found.sent, found.answered, found.unread) == (2, 1, 2)
    page = client.get(f"/admin/went/{issue.pk}/").content.decode()
    assert "1 of 2 answered. It is the first" in page
    assert "2 answers wait for you" in page and "Zofia" in page and "Ewa" not in page
    assert "1 of 2" in client.get("/admin/went/").content.decode()


def test_before_the_first_letter_the_screen_teaches(client):
    assert "Nothing has gone out yet" in client.get("/admin/went/").content.decode()


def test_another_sellers_letter_has_no_results_for_her(anna):
    make_reader(anna)
    issue = sent(anna, [])
    berta = make_seller("Berta Lis")
    with pytest.raises(NoSuchLetter):
        result_for(seller=berta, letter_id=issue.pk)
    assert results_of(seller=berta) == []


def test_results_cost_the_same_for_one_letter_and_for_five(anna, client):
    def count() -> int:
        client.get("/admin/went/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/admin/went/")
        return len(captured)

    make_readers(anna, 3)
    sent(anna, [])
    one = count()
    for _ in range(4):
        sent(anna, [])
    assert count() == one
    # what every screen costs, and ten of its own: letters, accounting, answers, clicks, unread ones, who came, who left, how many and why
    assert one <= 27


@pytest.mark.parametrize(
    ("some", "total", "said"),
    [(0, 41, "nobody of 41"), (3, 41, "3 of 41"), (24, 240, "24 of 240, about 1 in 10"), (0, 0, "nobody"), (1200, 2000, "1,200 of 2,000")],
)
def test_numbers_are_said_as_one_says_them(some, total, said):
    assert of_how_many(some, total) == said


def test_a_difference_is_only_said_when_it_is_one():
    assert beside_the_others(3, 20, 30, 400) == "Too few to compare."
    assert beside_the_others(3, 41, 0, 0).startswith("It is the first")
    assert "may be chance" in beside_the_others(6, 60, 40, 400)
    assert beside_the_others(30, 60, 40, 400).startswith("More")
    assert beside_the_others(1, 200, 200, 800).startswith("Fewer")
    low, high = interval(3, 41)
    assert 0.02 < low < 3 / 41 < high < 0.2  # Wilson, by hand: 0.025 to 0.195
