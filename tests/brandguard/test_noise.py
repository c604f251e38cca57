"""What a rule has done, and whether people keep overruling it; and how many disguises of its own examples it sees through."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from brandguard.evasion import evasion_score
from brandguard.exceptions import NotYours
from brandguard.inforce import spec_of
from brandguard.models import Objection, RuleHit
from brandguard.noise import Tally, often_met, tallies
from brandguard.services import hits, reviews, rules
from tests.factories.brandguard import live_rule, rule_fields, spec
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_seller, make_user
from tests.factories.review import make_lead, submitted_letter
from tests.newsletters.test_no_way_round_the_gate import edit_url, typed

from .test_gate import frozen

pytestmark = pytest.mark.django_db


def test_it_counts_letters_reasons_yeses_and_objections_in_three_queries():
    lead = make_lead()
    for number in range(3):
        letter = make_letter(make_seller(f"Writer {number}"), body=[("text", "<p>I call it a miracle.</p>")])
        live_rule("no-miracle", word="miracle", severity="warning")
        _, review = submitted_letter(letter)
        if number:
            reviews.approve(review, by=lead, sha256=review.artefact.sha256)
        else:
            hits.object_to("no-miracle", review.artefact, by=lead, match="miracle")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = tallies(["no-miracle", "unknown"])
    assert found["no-miracle"] == Tally(letters=3, stopped=0, justified=0, passed=2, objections=1, overruled=2)
    assert found["unknown"] == Tally()
    assert len(queries) == 2


def test_a_reason_counts():
    rule = rules.publish_rule(rules.save_rule(rule_fields(word="miracle", severity="justify"), by=None), by=None)
    frozen("A miracle", justifications={rule.key: "It is the name of a product."})
    frozen("Nothing", subject="thing:2")
    assert (tallies([rule.key])[rule.key].letters, tallies([rule.key])[rule.key].justified) == (1, 1)


def test_what_a_rule_kept_from_being_handed_in_counts(client):
    live_rule("no-miracle", word="miracle")
    letter = make_letter()
    client.force_login(letter.seller.user)
    client.post(edit_url(letter), typed(subject="It is new", text="<p>I call it a miracle.</p>") | {"action-submit": "action-submit"})
    found = tallies(["no-miracle"])["no-miracle"]
    assert (found.letters, found.stopped) == (0, 1)


@pytest.mark.parametrize(
    ("tally", "noisy"),
    [(Tally(letters=4, overruled=4), False), (Tally(letters=5, overruled=3), True), (Tally(letters=5, stopped=5, overruled=5), False)],
)
def test_noise_is_called_noise_from_a_few_letters_on(tally, noisy):
    assert tally.noisy is noisy


def test_an_objection_counts_once_for_each_reviewer_and_opens_nothing(client):
    live_rule("no-miracle", word="miracle", severity="review")
    letter, review = submitted_letter(make_letter(body=[("text", "<p>I call it a miracle.</p>")]))
    lead = make_lead()
    client.force_login(lead)
    assert "The rule is wrong here" in client.get(reverse("desk:review", args=[review.pk])).content.decode()
    for _ in range(2):
        client.post(reverse("desk:object", args=[review.pk]), {"rule": "no-miracle", "match": "miracle"})
    assert Objection.objects.get().by == lead
    review.refresh_from_db()
    assert review.state == "waiting"
    with pytest.raises(NotYours):
        hits.object_to("no-miracle", review.artefact, by=letter.seller.user)


def test_a_writer_who_meets_a_rule_again_and_again_is_known():
    author = make_user("seller")
    RuleHit.objects.all().delete()
    live_rule("no-miracle", word="miracle", severity="warning")
    for number in range(3):
        assert often_met(author.pk) == set()
        frozen("A miracle", author=author, subject=f"thing:{number}")
    assert often_met(author.pk) == {"no-miracle"}


def test_a_plain_phrase_is_found_in_every_disguise():
    score = evasion_score(spec("miracle cure", key="r", examples={"hit": ["A miracle cure.", "The miracle cure"]}))
    assert (score.percent, score.missed) == (100, ())
    assert len(score.kinds) > 20 and all(found == tried for _, found, tried in score.kinds)


def test_a_regex_is_as_blind_as_it_is_written_and_the_score_says_so():
    """Plain regular expressions see the text as typed."""
    score = evasion_score(spec(key="r", kind="regex", params={"pattern": "miracle"}, examples={"hit": ["A miracle", "miracle"]}))
    assert score.percent is not None
    assert score.percent < 100


def test_a_rule_that_counts_has_nothing_to_disguise():
    rule = spec("!", key="r", kind="occurrence", params={"terms": ["!"], "maximum": 1}, examples={"hit": ["a! b!", "c! d!"]})
    assert evasion_score(rule).percent is None


def test_the_score_is_kept_with_the_rule():
    rule = live_rule("no-miracle", word="miracle")
    assert rule.evasion == evasion_score(spec_of(rule)).percent
    assert rule.evasion >= 90
