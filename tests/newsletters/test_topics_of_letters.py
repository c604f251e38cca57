"""A letter says what it is about, and who asked not to get that kind is not among those it is approved for."""

import hashlib
import json

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from brandguard import gate
from brandguard.models import Artefact
from sellers.audience import services
from sellers.newsletters.queries import as_written, fingerprint, state_of
from sellers.newsletters.services.letters import copy_letter
from tests.factories.audience import make_reader
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_seller
from tests.factories.review import approved_letter, make_lead, submitted_letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return make_seller()


@pytest.fixture
def events():
    return services.make_topic(name="Evenings", by=None)


@pytest.fixture
def readers(anna, events):
    """Three, one of whom wants no evenings."""
    found = [make_reader(anna, name) for name in ("Maria", "Eva", "Zofia")]
    services.set_preferences(found[0], rhythm_days=0, pause_until=None, muted=[events.pk], source="preferences")
    return found


def edit(client, letter, **fields):
    body = nested_form_data({"body": streamfield([("text", rich_text("<p>Come by.</p>"))])})
    data = {"subject": letter.subject, "preheader": "", "topic": "", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    return client.post(reverse("wagtailadmin_pages:edit", args=[letter.pk]), {**data, **body, **fields})


def reasons(artefact):
    return {reason.code for reason in gate.problems(artefact)}


def test_the_editor_offers_what_is_in_use_and_keeps_what_is_chosen(client, anna, events):
    retired = services.retire_topic(services.make_topic(name="Old offers", by=None), by=None)
    letter = make_letter(anna)
    client.force_login(anna.user)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[letter.pk])).content.decode()
    assert "Evenings</option>" in page and "No topic: everybody gets it" in page and "Old offers" not in page
    edit(client, letter, topic=events.pk)
    letter.refresh_from_db()
    assert as_written(letter).topic == events
    edit(client, letter, topic=retired.pk)
    letter.refresh_from_db()
    assert as_written(letter).topic == events


def test_while_the_company_has_no_topics_nobody_is_asked_for_one(client, anna):
    client.force_login(anna.user)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[make_letter(anna).pk])).content.decode()
    assert 'name="topic"' not in page and 'name="subject"' in page


def test_a_letter_is_approved_for_those_who_want_its_topic(anna, events, readers):
    _, artefact = approved_letter(make_letter(anna, topic=events))
    assert (artefact.audience, artefact.audience_count) == ({"list": anna.pk, "filter": {"topic": events.pk}}, 2)
    gate.ensure_cleared(artefact)
    _, whole = submitted_letter(make_letter(anna))
    assert (whole.artefact.audience, whole.artefact.audience_count) == ({"list": anna.pk, "filter": {}}, 3)


@pytest.mark.parametrize("change", ["given", "taken", "other"])
def test_another_topic_costs_the_approval_since_others_would_get_it(client, anna, events, readers, change):
    offers = services.make_topic(name="Offers", by=None)
    first, second = {"given": (None, events), "taken": (events, None), "other": (events, offers)}[change]
    letter, artefact = approved_letter(make_letter(anna, topic=first, body=[("text", "<p>Come by.</p>")]))
    written = as_written(letter)
    written.topic = second
    written.save_revision(user=anna.user)
    artefact.refresh_from_db()
    assert artefact.state == "void" and state_of(letter) == "draft"
    assert reasons(artefact) >= {"source_changed", "audience_changed"}


def test_a_letter_without_topic_keeps_the_hash_it_was_approved_with_before_there_were_topics(anna):
    """An update must not cost every approval."""
    letter = make_letter(anna, subject="S", preheader="P", body=[])
    before = json.dumps([anna.pk, "S", "P", [], []], separators=(",", ":"))
    assert fingerprint(letter) == hashlib.sha256(before.encode()).hexdigest()


def test_a_copy_is_about_the_same_unless_that_is_retired(anna, events):
    letter = make_letter(anna, topic=events)
    assert copy_letter(letter, by=anna.user).topic == events
    services.retire_topic(events, by=None)
    letter.topic.refresh_from_db()
    assert copy_letter(letter, by=anna.user).topic is None


def test_the_desk_says_how_many_asked_not_to_get_this_kind(client, anna, events, readers):
    _, review = submitted_letter(make_letter(anna, topic=events))
    client.force_login(make_lead())
    page = client.get(reverse("desk:review", args=[review.pk])).content.decode()
    assert "who wants to read about “Evenings”" in page and "1 reader asked not to get this kind of letter." in page
    _, other = submitted_letter(make_letter(anna))
    page = client.get(reverse("desk:review", args=[other.pk])).content.decode()
    assert "asked not to get" not in page


def test_handing_in_again_after_the_topic_changed_is_a_new_round(anna, events, readers):
    letter, _ = approved_letter(make_letter(anna))
    written = as_written(letter)
    written.topic = events
    written.save_revision(user=anna.user)
    letter.refresh_from_db()
    _, review = submitted_letter(letter)
    assert review.artefact.audience_count == 2 and Artefact.objects.filter(subject=letter.guard_subject).count() == 2
