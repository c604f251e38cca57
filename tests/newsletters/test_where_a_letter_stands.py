"""What its writer sees of a letter that was handed in, and how she gets it back."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from brandguard import gate
from brandguard.exceptions import Blocked, Held
from brandguard.models import Review
from brandguard.services import reviews
from brandguard.services.rules import save_rule
from sellers.newsletters.exceptions import LetterSent
from sellers.newsletters.queries import state_of
from sellers.newsletters.services.letters import publish_to_archive
from sellers.newsletters.services.submission import pull_back, submit_letter
from tests.factories.brandguard import rule_fields
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_seller
from tests.factories.review import approved_letter, make_lead, submitted_letter

pytestmark = pytest.mark.django_db


def standing(letter):
    return reverse("letters:standing", args=[letter.pk])


def test_she_reads_what_was_said(client):
    letter, review = submitted_letter()
    lead = make_lead()
    reviews.return_to_writer(
        review, by=lead, note="Nearly there.", comments=[{"location": "subject", "quote": "For you", "text": "Say what."}]
    )
    client.force_login(letter.seller.user)
    page = client.get(standing(letter)).content.decode()
    assert "Nearly there." in page and "Say what." in page and lead.name in page


def test_the_editor_says_that_it_waits(client):
    letter, _ = submitted_letter()
    client.force_login(letter.seller.user)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[letter.pk])).content.decode()
    assert "Head office is reading this letter" in page
    assert standing(letter) in page


@pytest.mark.parametrize("make", [submitted_letter, approved_letter])
def test_one_click_pulls_it_back(client, make):
    letter, _ = make()
    client.force_login(letter.seller.user)
    assert client.get(reverse("letters:pull_back", args=[letter.pk])).status_code == 405
    client.post(reverse("letters:pull_back", args=[letter.pk]))
    assert state_of(letter) == "draft"
    with pytest.raises(Held):
        gate.ensure_cleared(Review.objects.get().artefact)


def test_nobody_else_sees_or_pulls_it(client):
    letter, review = submitted_letter()
    for user in (make_seller("Ewa Lis").user, make_lead()):
        client.force_login(user)
        assert client.get(standing(letter)).status_code == 404
        assert client.post(reverse("letters:pull_back", args=[letter.pk])).status_code == 404
    review.refresh_from_db()
    assert review.state == "waiting"


def test_a_sent_letter_is_neither_handed_in_nor_pulled_back_again():
    letter, artefact = approved_letter()
    publish_to_archive([(letter, artefact)])
    for act in (submit_letter, pull_back):
        with pytest.raises(LetterSent):
            act(letter, by=letter.seller.user)
    gate.ensure_cleared(artefact)


def test_handing_in_what_is_banned_says_why_and_not_that_it_is_submitted(client):
    save_rule(rule_fields(state="live"), by=None)
    letter = make_letter()
    client.force_login(letter.seller.user)
    body = streamfield([("text", rich_text("<p>I give you a guarantee.</p>"))])
    form = nested_form_data({"subject": "For you", "preheader": "", "body": body, "comments": inline_formset([])})
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[letter.pk]), form | {"action-submit": "1"})
    said = " ".join(str(message) for message in get_messages(answer.wsgi_request)) + answer.content.decode()
    assert "We promise only what we can keep." in said
    assert not Review.objects.exists()


def test_handing_in_from_the_editor_reaches_the_desk(client):
    letter = make_letter()
    client.force_login(letter.seller.user)
    body = streamfield([("text", rich_text("<p>Come and see, {firstname}.</p>"))])
    form = nested_form_data({"subject": "For you", "preheader": "", "body": body, "comments": inline_formset([])})
    client.post(reverse("wagtailadmin_pages:edit", args=[letter.pk]), form | {"action-submit": "1"})
    assert Review.objects.get().artefact.title == "For you"
    assert state_of(letter) == "in_review"


def test_what_needs_a_reason_passes_with_one_that_the_reviewer_reads(client):
    save_rule(rule_fields(severity="justify", state="live"), by=None)
    letter = make_letter(subject="A guarantee for you")
    user = letter.seller.user
    with pytest.raises(Blocked):
        submit_letter(letter, by=user)
    client.force_login(user)
    assert "These need a reason from you" in client.get(standing(letter)).content.decode()
    form = {"reason-no-guarantees": "The maker gives it.", "reason-other": "made up"}
    client.post(reverse("letters:reasons", args=[letter.pk]), form)
    review = submit_letter(letter, by=user)
    assert review.artefact.justifications == {"no-guarantees": "The maker gives it."}
    client.force_login(make_lead())
    assert "The maker gives it." in client.get(reverse("desk:review", args=[review.pk])).content.decode()


def test_nobody_else_gives_her_reasons(client):
    save_rule(rule_fields(severity="justify", state="live"), by=None)
    letter = make_letter(subject="A guarantee for you")
    client.force_login(make_lead())
    assert client.post(reverse("letters:reasons", args=[letter.pk]), {"reason-no-guarantees": "Let it pass."}).status_code == 404
    assert not letter.justifications.exists()
