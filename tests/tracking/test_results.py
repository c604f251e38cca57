"""Results: numbers that do not pretend, for those whom they concern."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hub.common.models import AuditEntry
from sellers.tracking.models import Event, Tally
from sellers.tracking.plot import plot_of
from sellers.tracking.queries import letter_results, results_of, sent_issues
from sellers.tracking.queries.results import Share
from sellers.tracking.services.receiving import receive
from tests.factories.company import make_region, make_shop
from tests.factories.profiles import make_seller, make_user
from tests.factories.tracking import answer, bounce, sent_issue

pytestmark = pytest.mark.django_db
BODY = [("text", '<p>See <a href="https://shop.example/a">this</a></p>')]


@pytest.fixture
def seller():
    return make_seller(shop=make_shop(region=make_region("north")))


@pytest.fixture
def issue(outbox, seller):
    return sent_issue(seller, readers=4, subject="=Creams for you", body=BODY)


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def clicked(issue, readers, events=None, **more):
    for link in (-1, 0):
        fields = {"kind": "click", "link": link, "verdict": "human", "events": events or readers, "readers": readers}
        Tally.objects.create(issue=issue, **(fields | more))


def test_few_readers_are_too_few_to_compare():
    assert Share(3, 41).words("clicked") == "3 of 41 clicked: too few to compare."
    assert Share(4, 500).words("clicked") == "4 of 500 clicked: too few to compare."
    assert Share(0, 0).words("clicked") == "0 of 0 clicked: too few to compare."


def test_many_readers_give_a_share_and_its_interval():
    share = Share(14, 200)
    low, high = share.interval
    assert (round(low, 1), round(high, 1)) == (4.2, 11.4), "Wilson's interval, as in any table"
    assert share.words("clicked") == "14 of 200 clicked: 7 %, and with other readers most likely 4 to 11 %."


@pytest.mark.parametrize(("hits", "of"), [(0, 60), (60, 60), (1, 1), (500, 1000)])
def test_an_interval_stays_between_none_and_all_and_holds_the_share(hits, of):
    share = Share(hits, of)
    low, high = share.interval
    assert 0 <= low <= share.percent + 1e-9 and share.percent - 1e-9 <= high <= 100


def test_a_letter_s_results_count_what_came_back_and_who_answered_once(issue, seller):
    one, two, *_ = issue.deliveries.select_related("subscriber__person").order_by("n")
    for text in ("Yes!", "And one more thing"):
        receive(answer(one, text), source="imap")
    receive(bounce(two), source="imap")
    clicked(issue, 2, events=5)
    result = letter_results(seller=seller, letter=issue.letter)
    assert (result.sent, result.bounced, result.arrived, result.replies, result.clicks, result.clickers) == (4, 1, 3, 1, 5, 2)
    assert [(link.target, link.clicks) for link in result.links] == [("https://shop.example/a", 5)]
    assert result.click_words == "2 of 3 clicked: too few to compare."


def test_where_readers_are_not_told_apart_nobody_says_how_many_clicked(issue, seller):
    clicked(issue, 0, events=7)
    result = letter_results(seller=seller, letter=issue.pk)
    assert result.clickers is None and "7 clicks by people. Nobody knows whose" in result.click_words


def test_another_seller_has_no_such_letter(issue):
    assert letter_results(seller=make_seller("Berta Berg"), letter=issue.pk) is None


def test_reading_costs_the_same_however_many_letters_and_events(outbox, seller, issue):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            results_of(list(sent_issues(viewer=seller.user)))
        return len(seen)

    few = queries()
    for number in range(3):
        other = sent_issue(seller, readers=0, subject=f"Letter {number}")
        Event.objects.bulk_create(Event(issue=other, kind="click", at=other.started_at, method="GET") for _ in range(200))
        clicked(other, 3)
    assert queries() == few == 4, "letters, accounting, sums, answers"


def test_the_seller_sees_hers_with_the_answers_and_the_lead_numbers_alone(issue, seller):
    receive(answer(issue.deliveries.select_related("subscriber__person").first(), "Keep the blue coat"), source="imap")
    mine = client_of(seller.user).get(f"/admin/results/{issue.pk}/").content.decode()
    assert "Keep the blue coat" in mine and "unreliable" in mine
    theirs = client_of(make_user("lead")).get(f"/admin/results/{issue.pk}/").content.decode()
    assert "Keep the blue coat" not in theirs and "for Anna Nowak alone" in theirs and "bulk" not in theirs


@pytest.mark.parametrize("who", ["other seller", "other lead", "assistant"])
def test_nobody_else_sees_a_letter_s_results(issue, who):
    people = {
        "other seller": lambda: make_seller("Berta Berg").user,
        "other lead": lambda: make_user("lead", region=make_region("south")),
        "assistant": lambda: make_user("assistant"),
    }
    client = client_of(people[who]())
    assert client.get(f"/admin/results/{issue.pk}/").status_code == 404
    index = client.get("/admin/results/")
    assert index.status_code == (404 if who == "assistant" else 200) and "Creams for you" not in index.content.decode()


def test_the_file_is_defused_logged_and_only_given_for_a_post(issue, seller):
    client = client_of(seller.user)
    assert client.get("/admin/results/export/").status_code == 405
    answered = client.post("/admin/results/export/")
    rows = list(csv.reader(io.StringIO(answered.getvalue().decode("utf-8-sig"))))
    assert rows[1][0] == "'=Creams for you" and rows[1][3] == "4"
    assert AuditEntry.objects.filter(action="tracking.results_exported", actor_id=seller.user_id).count() == 1
    assert client_of(make_user("assistant")).post("/admin/results/export/").status_code == 404


def test_the_plot_holds_its_numbers_inside_and_marks_what_is_too_few(issue, seller):
    clicked(issue, 2)
    plot = plot_of(results_of([issue]))
    bar = plot.bars[0]
    assert 12 <= bar.low <= bar.x <= bar.high <= 602 and not bar.comparable
    page = client_of(seller.user).get("/admin/results/").content.decode()
    assert "<svg" in page and "results-plot__dot--few" in page and "too few to compare" in page


def test_without_clicks_or_answers_there_is_no_plot(issue):
    assert plot_of(results_of([issue])) is None
