"""Too many dead addresses, complaints or refusals stop a seller or the brand, and say what to do."""

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from brandguard.exceptions import Held
from hub.common.exceptions import HubError
from hub.common.models import AuditEntry, OutgoingMail
from sellers.delivery.models import Issue
from sellers.delivery.services.arm import arm_issue
from sellers.delivery.services.control import resume_issue
from sellers.delivery.services.start import start_issue
from sellers.tracking.exceptions import NoSuchBrake
from sellers.tracking.models import Brake
from sellers.tracking.services import brakes
from sellers.tracking.services.receiving import receive
from tests.factories.company import make_region, make_shop
from tests.factories.delivery import make_issue
from tests.factories.profiles import make_seller, make_user
from tests.factories.tracking import bounce, complaint, sent_issue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def acts_after_the_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        yield


def come_back(issue, number, *, said="550 5.1.1 user unknown", make=None):
    for delivery in issue.deliveries.select_related("subscriber__person").order_by("n")[:number]:
        receive(make(delivery) if make else bounce(delivery, said), source="pipe")
    for run in list(transaction.get_connection().run_on_commit):
        run[1]()
    transaction.get_connection().run_on_commit.clear()


def test_five_in_a_hundred_dead_addresses_stop_the_seller_and_hold_what_runs(outbox):
    seller = make_seller()
    issue = sent_issue(seller, readers=60)
    waiting = make_issue(seller, readers=0, subject="The next one")
    arm_issue(waiting, by=None)
    come_back(issue, 2)
    assert not Brake.objects.exists(), "2 of 60 are 3 %"
    come_back(issue, 3)
    brake = Brake.objects.get(seller=seller)
    assert (brake.kind, brake.count, brake.sent) == ("bounces", 3, 60)
    waiting.refresh_from_db()
    assert waiting.state == "held" and "3 of 60" in waiting.hold_reasons[0][1]


def test_a_small_list_is_not_stopped_by_one_mistyped_address(outbox):
    issue = sent_issue(readers=20)
    come_back(issue, 2)
    assert not Brake.objects.exists()


def test_the_brand_is_stopped_when_all_together_are_too_many(outbox):
    one, other = sent_issue(make_seller("Anna Nowak"), readers=30), sent_issue(make_seller("Berta Berg"), readers=30)
    come_back(one, 2)
    come_back(other, 1)
    brake = Brake.objects.get()
    assert brake.seller is None and (brake.count, brake.sent) == (3, 60)
    third = make_issue(make_seller("Cleo Cole"), readers=1)
    with pytest.raises(Held, match="the company's letters"):
        arm_issue(third, by=None)


def test_complaints_stop_at_one_in_a_thousand(outbox, monkeypatch):
    issue = sent_issue(readers=3)
    monkeypatch.setattr(brakes.queries, "handed_over", lambda **kwargs: 999)
    come_back(issue, 1, make=complaint)
    assert not Brake.objects.exists(), "999 are too few to say"
    monkeypatch.setattr(brakes.queries, "handed_over", lambda **kwargs: 1000)
    come_back(issue, 2, make=complaint)
    assert set(Brake.objects.values_list("kind", "seller")) == {("complaints", issue.seller_id), ("complaints", None)}


def test_refusals_for_the_sender_s_sake_stop_the_seller_and_cost_nobody_s_address(outbox):
    issue = sent_issue(readers=20)
    come_back(issue, 2, said="550 5.7.1 blocked using bl.block.example")
    assert not Brake.objects.exists(), "two strict servers are no reason"
    come_back(issue, 3, said="550 5.7.1 blocked using bl.block.example")
    brake = Brake.objects.get()
    assert (brake.kind, brake.seller) == ("policy", issue.seller)


def test_people_are_told_what_is_wrong_and_what_to_do(outbox):
    seller = make_seller()
    lead = make_user("lead")
    issue = sent_issue(seller, readers=50)
    come_back(issue, 3)
    mails = OutgoingMail.objects.filter(kind="tracking.brake")
    assert {lead.email, seller.user.email} <= set(mails.values_list("to", flat=True))
    assert all("address does not exist" in mail.text and "/admin/results/brakes/" in mail.text for mail in mails)
    assert "@example.com" not in "".join(mails.values_list("text", flat=True)), "no reader is named"


@pytest.fixture
def braked(outbox):
    seller = make_seller(shop=make_shop(region=make_region("north")))
    issue = make_issue(seller, readers=3)
    arm_issue(issue, by=None)
    return issue, Brake.objects.create(seller=seller, kind="bounces", count=5, sent=60, pulled_at=timezone.now())


def test_a_braked_seller_cannot_start_arm_or_resume(braked):
    issue, _ = braked
    Issue.objects.filter(pk=issue.pk).update(state="armed")
    assert start_issue(issue.pk) is False
    issue.refresh_from_db()
    assert issue.state == "held" and issue.hold_reasons[0][0] == "brake_bounces"
    with pytest.raises(Held):
        resume_issue(issue, by=None)


def test_the_lead_lets_go_with_a_word_and_the_letter_leaves_after_all(braked, outbox):
    issue, brake = braked
    start_issue(issue.pk)
    lead = make_user("lead")
    with pytest.raises(HubError, match="what was done"):
        brakes.release_brake(brake.pk, by=lead, note=" ")
    brakes.release_brake(brake.pk, by=lead, note="Old list thrown away")
    resume_issue(Issue.objects.get(pk=issue.pk), by=None)
    assert AuditEntry.objects.filter(action="tracking.brake_released", actor_id=lead.pk).exists()
    with pytest.raises(NoSuchBrake):
        brakes.release_brake(brake.pk, by=lead, note="again")


def test_counting_begins_anew_once_it_was_let_go(outbox):
    issue = sent_issue(readers=60)
    come_back(issue, 3)
    for brake in Brake.objects.all():
        brakes.release_brake(brake.pk, by=make_user("administrator"), note="done")
    come_back(issue, 4)
    assert not Brake.objects.filter(released_at=None).exists(), "one more is not too many again"


@pytest.mark.parametrize("who", ["seller", "assistant", "other lead", "stranger's seller"])
def test_nobody_else_lets_go(braked, who):
    issue, brake = braked
    people = {
        "seller": lambda: issue.seller.user,
        "assistant": lambda: make_user("assistant"),
        "other lead": lambda: make_user("lead", region=make_region("south")),
        "stranger's seller": lambda: make_seller("Berta Berg").user,
    }
    with pytest.raises(NoSuchBrake):
        brakes.release_brake(brake.pk, by=people[who](), note="please")
    client = Client()
    client.force_login(people[who]() if who != "seller" else issue.seller.user)
    assert client.post(f"/admin/results/brakes/{brake.pk}/release/", {"done": "x"}).status_code in (302, 404)
    brake.refresh_from_db()
    assert brake.released_at is None


def test_a_lead_sees_and_lets_go_in_the_browser(braked):
    _, brake = braked
    client = Client()
    client.force_login(make_user("lead"))
    page = client.get("/admin/results/brakes/").content.decode()
    assert "5 of 60 copies" in page and "Let the brake go" in page
    assert client.get(f"/admin/results/brakes/{brake.pk}/release/").status_code == 405
    client.post(f"/admin/results/brakes/{brake.pk}/release/", {"done": "cleaned"})
    brake.refresh_from_db()
    assert brake.note == "cleaned" and brake.released_at
