"""Standing: a published sum over what people decided, which nobody can set and nobody can inflate."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from brandguard import gate, sources
from brandguard.choices import Verdict
from brandguard.documents import Document, Part
from brandguard.exceptions import Held, NotYours, Stale
from brandguard.models import AfterCheck, Approval, ReviewPolicy
from brandguard.passing import LASTS, current_policy
from brandguard.services import passing, reviews
from brandguard.services.artefacts import freeze
from brandguard.standing import FORMULA, START, TOP, standing_of
from hub.common.exceptions import NotAllowed
from tests.factories.brandguard import rule_fields
from tests.factories.profiles import make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
AUDIENCE = {"list": 7, "filter": {}}


@pytest.fixture(autouse=True)
def things_that_stay_as_they_are(monkeypatch):
    """What the guard looks at is no letter, and never changes."""
    monkeypatch.setitem(sources._looks, "thing", lambda subject: gate.Source("f" * 64, AUDIENCE, 1))
    monkeypatch.setattr(passing, "drawn", lambda percent: False)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def thing(author, number=1, *, readers=40, text="Come and see what is new.", **more):
    document = Document(parts=(Part("body", text, "body/1"),))
    what = {"title": f"Thing {number}", "region": "north", "payload": b"bytes", "audience": AUDIENCE, "fingerprint": "f" * 64}
    return freeze(subject=f"thing:{number}", author=author, document=document, audience_count=readers, **{**what, **more})


def read_by_a_lead(author, number, *, lead, readers=1, **more):
    artefact = thing(author, number, readers=readers, **more)
    reviews.approve(reviews.open_review(artefact, by=author), by=lead, sha256=artefact.sha256)
    return artefact


def trusted(clock, *, letters=7):
    """A writer of whom so many clean letters have been read, one a day, long ago enough that their readers do not count."""
    author, lead = make_user("seller"), make_user("lead")
    clock.move_to(NOW - timedelta(days=100))
    for number in range(letters):
        clock.shift(timedelta(days=1))
        read_by_a_lead(author, 1000 + number, lead=lead)
    clock.move_to(NOW)
    return author


def codes(review):
    return {code for code, _ in review.why}


def hand_in(author, number=1, **more):
    return passing.decide_or_queue(thing(author, number, **more), by=author)


def test_everybody_starts_supervised(clock):
    author = make_user("seller")
    assert standing_of(author.pk).points == START
    assert codes(hand_in(author)) == {"standing"}


def test_clean_letters_raise_it_until_they_pass_without_a_person(clock):
    author = trusted(clock)
    assert standing_of(author.pk).points == 70
    review = hand_in(author)
    assert (review.state, review.why, review.decided_by) == ("approved", [], None)
    gate.ensure_cleared(review.artefact)


def test_a_returned_letter_and_a_breach_drop_it(clock):
    author, lead = trusted(clock), make_user("lead")
    reviews.return_to_writer(reviews.open_review(thing(author, 50), by=author), by=lead, note="Please look again.")
    clock.shift(timedelta(days=1))
    reviews.revoke(read_by_a_lead(author, 51, lead=lead), by=lead, reason="Not true", breach=True)
    assert standing_of(author.pk).points == 70 + FORMULA["returned"].points + FORMULA["clean"].points + FORMULA["breach"].points


def test_what_the_reviewer_overlooked_is_no_breach_of_the_writer(clock):
    author, lead = make_user("seller"), make_user("lead")
    artefact = read_by_a_lead(author, 1, lead=lead)
    reviews.revoke(artefact, by=lead, reason="I looked at the wrong one")
    assert standing_of(author.pk).points == FORMULA["clean"].points


def test_it_cannot_be_farmed_by_many_letters_a_day_or_the_same_letter_again(clock):
    author, lead = make_user("seller"), make_user("lead")
    for number in range(12):
        read_by_a_lead(author, number, lead=lead)
    assert standing_of(author.pk).points == FORMULA["clean"].points
    for _ in range(5):
        clock.shift(timedelta(days=1))
        read_by_a_lead(author, 0, lead=lead)
    assert standing_of(author.pk).points == FORMULA["clean"].points


def test_letters_that_passed_by_themselves_do_not_raise_it(clock):
    author = trusted(clock)
    for number in range(3):
        clock.shift(timedelta(days=1))
        assert hand_in(author, number, readers=5).state == "approved"
    assert standing_of(author.pk).points == 70


def test_it_stays_between_its_ends_and_forgets_after_a_year(clock):
    author = trusted(clock, letters=12)
    assert standing_of(author.pk).points == TOP
    clock.shift(timedelta(days=300))
    assert standing_of(author.pk).points == START


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"text": "We guarantee it."}, "findings"),
        ({"risks": ["It shows a picture of her own."]}, "risk"),
        ({"writers": [999_999]}, "hands"),
        ({"readers": 251}, "readers"),
    ],
)
def test_each_risk_asks_for_a_person_whatever_the_standing(clock, more, code):
    from brandguard.services.rules import publish_rule, save_rule

    author = trusted(clock)
    publish_rule(save_rule(rule_fields(severity="warning"), by=None), by=None)
    assert codes(hand_in(author, **more)) == {code}


def test_splitting_a_letter_evades_nothing(clock):
    """FINRA 2210 counts everybody within thirty days, however the letter is cut up."""
    author = trusted(clock)
    said = [hand_in(author, number, readers=100).state for number in range(4)]
    assert said == ["approved", "approved", "waiting", "waiting"]


def test_the_days_are_counted_over_what_may_still_be_sent(clock):
    """A yes may be used for a week, so what was approved 36 days ago may have gone out 29 days ago."""
    author = trusted(clock)
    hand_in(author, 1, readers=200)
    clock.shift(timedelta(days=36))
    assert codes(hand_in(author, 2, readers=100)) == {"readers"}
    clock.shift(timedelta(days=2))
    assert hand_in(author, 3, readers=100).state == "approved"


def test_handing_the_same_letter_in_again_counts_its_readers_only_for_the_largest(clock):
    author = trusted(clock)
    for readers in (200, 100, 200):
        assert hand_in(author, 1, readers=readers).state == "approved"
    assert codes(hand_in(author, 2, readers=51)) == {"readers"}


def test_the_yes_of_the_policy_lasts_a_week(clock):
    review = hand_in(trusted(clock))
    clock.shift(LASTS)
    with pytest.raises(Held) as held:
        gate.ensure_cleared(review.artefact)
    assert {reason.code for reason in held.value.details["reasons"]} == {"approval_over"}


def test_a_breach_elsewhere_holds_what_passed_by_itself(clock):
    author, lead = trusted(clock), make_user("lead")
    passed = hand_in(author, 1, readers=10)
    other = read_by_a_lead(author, 2, lead=lead)
    reviews.revoke(other, by=lead, reason="A promise we cannot keep", breach=True)
    assert {reason.code for reason in gate.problems(passed.artefact, audience_count=1)} == {"passed_breach"}
    assert {reason.code for reason in gate.problems(passed.artefact)} == {"passed_breach", "passed_standing"}
    assert "standing" in codes(hand_in(author, 3))


def test_a_yes_of_the_policy_written_by_hand_is_worth_nothing(clock):
    """Whatever grounds it claims: before a send the standing is worked out anew."""
    artefact = thing(make_user("seller"))
    grounds = {"policy": 0, "standing": 100, "readers": 1}
    Approval.objects.create(
        artefact=artefact,
        sha256=artefact.sha256,
        by=None,
        basis="policy",
        at=NOW,
        expires_at=NOW + LASTS,
        grounds=grounds,
        ruleset=artefact.ruleset,
    )
    artefact.state = "approved"
    artefact.save(update_fields=["state"])
    assert {reason.code for reason in gate.problems(artefact)} == {"passed_standing"}


def test_a_stricter_policy_reaches_back_to_what_passed(clock):
    review = hand_in(trusted(clock), readers=200)
    passing.set_policy(by=make_user("administrator"), tier_readers=100)
    assert {reason.code for reason in gate.problems(review.artefact)} == {"passed_policy"}


def test_no_policy_can_wave_everything_through(clock):
    from django.core.exceptions import ValidationError
    from django.db import IntegrityError, transaction

    admin = make_user("administrator", is_superuser=True)
    for lax in ({"pass_standing": 0}, {"tier_readers": 100_000}, {"sample_percent": 0}, {"tier_days": 1}):
        with pytest.raises(ValidationError):
            passing.set_policy(by=admin, **lax)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewPolicy.objects.create(pass_standing=0, at=NOW)
    with pytest.raises(NotAllowed):
        passing.set_policy(by=make_user("lead", is_superuser=True), tier_readers=1_000)
    assert current_policy().pk is None


def test_the_policys_yes_carries_nobodys_name_and_a_persons_yes_needs_one(clock):
    from django.db import IntegrityError, transaction

    review = hand_in(trusted(clock))
    assert Approval.objects.get(artefact=review.artefact).by is None
    other = thing(make_user("seller"), 9)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.create(artefact=other, sha256=other.sha256, by=None, at=NOW, ruleset=other.ruleset)


def test_some_of_what_passed_is_read_afterwards_and_a_fault_stops_the_rest(clock, monkeypatch):
    monkeypatch.setattr(passing, "drawn", lambda percent: True)
    author, lead = trusted(clock), make_user("lead")
    review = hand_in(author)
    check = AfterCheck.objects.get(review=review)
    with pytest.raises(NotYours):
        passing.settle_check(check, fault=False, note="", by=author)
    passing.settle_check(check, fault=True, note="It promises a cure.", by=lead)
    assert AfterCheck.objects.get().verdict == Verdict.FAULT
    assert {reason.code for reason in gate.problems(review.artefact)} == {"revoked", "not_approved"}
    assert standing_of(author.pk).points == 70 + FORMULA["breach"].points
    with pytest.raises(Stale):
        passing.settle_check(check, fault=False, note="", by=lead)


def test_the_share_that_is_drawn_is_the_policys(monkeypatch):
    monkeypatch.undo()
    assert not passing.drawn(0)
    assert passing.drawn(100)
    assert 50 < sum(passing.drawn(10) for _ in range(2_000)) < 350
