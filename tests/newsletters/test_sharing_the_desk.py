"""Claim, assign, escalate, remind, several clean letters at once, and a suggested wording that the writer takes over."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from brandguard.exceptions import NotYours
from brandguard.models import Approval, Review
from brandguard.services import desk, reviews
from brandguard.tasks import remind_reviewers
from hub.common.models import AuditEntry, OutgoingMail
from sellers.newsletters.models import LetterPage
from sellers.newsletters.queries import as_written
from tests.factories.brandguard import live_rule
from tests.factories.newsletters import every_block, make_letter
from tests.factories.profiles import make_seller, make_user
from tests.factories.review import make_lead, submitted_letter

pytestmark = pytest.mark.django_db
RICH = '<p>Dear {firstname|friend}, the <b>best</b> cream is <a href="https://shop.example/c">here</a> at last.</p><p>See you at four.</p>'


@pytest.fixture
def lead(client):
    user = make_lead()
    client.force_login(user)
    return user


def act(client, review, name, **form):
    return client.post(reverse(f"desk:{name}", args=[review.pk]), form, follow=True).content.decode()


def test_the_others_see_who_reads_it_and_whose_it_is(client, lead):
    other = make_lead("Olga Other")
    _, review = submitted_letter()
    OutgoingMail.objects.all().delete()
    assert "You are reading it" in act(client, review, "claim")
    act(client, review, "assign", to=other.pk)
    assert OutgoingMail.objects.get().to == other.email
    client.force_login(other)
    page = client.get(reverse("desk:queue")).content.decode()
    assert "read by Lena Lead" in page
    assert "given to Olga Other" in page
    client.force_login(lead)
    act(client, review, "release")
    review.refresh_from_db()
    assert review.claimed_by is None
    kept = set(AuditEntry.objects.filter(subject=review.artefact.subject).values_list("action", flat=True))
    assert kept >= {"review.claimed", "review.assigned", "review.released"}


def test_who_cannot_decide_gets_none_of_it(lead):
    letter, review = submitted_letter()
    for stranger in (letter.seller.user, make_user("assistant")):
        with pytest.raises(NotYours):
            desk.claim(review, by=stranger)
        with pytest.raises(NotYours):
            desk.assign(review, to=stranger, by=lead)


def test_what_was_escalated_comes_first_and_the_others_are_told_why(client, lead):
    other = make_lead("Olga Other")
    submitted_letter(make_letter(make_seller("Anna Nowak"), subject="First in"))
    _, second = submitted_letter(make_letter(make_seller("Ewa Lis"), subject="Second in"))
    OutgoingMail.objects.all().delete()
    assert "asks for more eyes: A claim about skin" in act(client, second, "escalate", escalation="A claim about skin")
    assert "A claim about skin" in OutgoingMail.objects.get(to=other.email).text
    page = client.get(reverse("desk:queue")).content.decode()
    assert page.index("Second in") < page.index("First in")


def test_reviewers_are_reminded_before_and_after_the_deadline_once_each(lead, settings):
    _, review = submitted_letter()
    OutgoingMail.objects.all().delete()
    sent = []
    for hours in (0, settings.REVIEW_HOURS - 3, settings.REVIEW_HOURS - 2, settings.REVIEW_HOURS + 1, settings.REVIEW_HOURS + 2):
        with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
            remind_reviewers()
        sent.append(OutgoingMail.objects.filter(to=lead.email).count())
    assert sent == [0, 1, 1, 2, 2]
    assert "deadline has passed" in OutgoingMail.objects.latest("pk").text
    assert review.pk


def test_several_clean_letters_are_approved_at_once_and_an_unclean_one_is_left(client, lead):
    pairs = [submitted_letter(make_letter(make_seller(name))) for name in ("Anna Nowak", "Berta Lis")]
    _, unclean = submitted_letter(make_letter(make_seller("Ewa Maj"), body=[("text", "<p>A lovely offer.</p>")]))
    page = client.get(reverse("desk:queue")).content.decode()
    assert page.count('name="pick"') == 3
    live_rule("offers", word="offer", severity="warning")
    picks = [f"{review.pk}:{review.artefact.sha256}" for review in [*(review for _, review in pairs), unclean]]
    page = client.post(reverse("desk:approve_clean"), {"pick": picks}, follow=True).content.decode()
    assert "read it by itself" in page
    assert set(Approval.objects.values_list("artefact__review", flat=True)) == {review.pk for _, review in pairs}


def test_several_at_once_is_no_way_to_approve_your_own(client):
    letter, review = submitted_letter()
    letter.seller.user.role = "lead"
    letter.seller.user.save()
    client.force_login(letter.seller.user)
    client.post(reverse("desk:approve_clean"), {"pick": [f"{review.pk}:{review.artefact.sha256}"]})
    assert not Approval.objects.exists()


def suggest(client, review, words, instead, **form):
    """Returned with a wording for the passage that holds these words."""
    page = client.get(reverse("desk:review", args=[review.pk]))
    passage = next(p for p in page.context["screen"].passages if words in p.text)
    form[f"suggestion-{passage.number}"] = passage.text.replace(words, instead)
    client.post(reverse("desk:return", args=[review.pk]), form)
    return review.comments.get()


def accept(client, letter, comment):
    client.force_login(letter.seller.user)
    return client.post(reverse("letters:accept", args=[letter.pk, comment.pk]), follow=True).content.decode()


@pytest.mark.parametrize(
    ("words", "instead", "result"),
    [
        ("best", "mildest", RICH.replace("best", "mildest")),
        ("is here at last", "came at last", RICH.replace('is <a href="https://shop.example/c">here</a> at last', "came at last")),
        ("See you at four", "See you soon at four", RICH.replace("See you at", "See you soon at")),
        ("at last.", "at last, I know.", RICH.replace("at last.", "at last, I know.")),
    ],
)
def test_she_takes_the_words_over_with_a_click_and_keeps_the_rest(client, lead, words, instead, result):
    letter, review = submitted_letter(make_letter(body=[("heading", "News"), ("text", RICH)]))
    comment = suggest(client, review, words, instead)
    client.force_login(letter.seller.user)
    assert "Take these words" in client.get(reverse("letters:standing", args=[letter.pk])).content.decode()
    assert "Taken over" in accept(client, letter, comment)
    written = as_written(LetterPage.objects.get(pk=letter.pk))
    source = written.body[1].value.source
    assert source.replace('<a href="https://shop.example/c"></a>', "") == result or source == result
    assert written.body[0].value == "News"
    assert Review.objects.count() == 1, "nothing is handed in"
    assert "nothing more to take over" in accept(client, letter, comment)


@pytest.mark.parametrize(("words", "instead"), [("Have a look", "See it"), ("My skin", "Our skin"), ("Book your hour", "Book an hour")])
def test_words_of_every_block_can_be_taken_over(client, lead, words, instead):
    letter, review = submitted_letter(make_letter(body=every_block()))
    comment = suggest(client, review, words, instead)
    assert "Taken over" in accept(client, letter, comment)
    assert instead in str(as_written(LetterPage.objects.get(pk=letter.pk)).body.get_prep_value())


def test_the_subject_keeps_its_merge_field(client, lead):
    letter, review = submitted_letter(make_letter(subject="New for you, {firstname|friend}, today"))
    comment = suggest(client, review, "today", "this week")
    accept(client, letter, comment)
    assert as_written(LetterPage.objects.get(pk=letter.pk)).subject == "New for you, {firstname|friend}, this week"


def test_a_passage_changed_meanwhile_is_left_alone(client, lead):
    letter, review = submitted_letter(make_letter(body=[("text", RICH)]))
    comment = suggest(client, review, "best", "mildest")
    written = as_written(LetterPage.objects.get(pk=letter.pk))
    written.body = [("text", "<p>All new.</p>")]
    written.save_revision(user=letter.seller.user)
    assert "says something else by now" in accept(client, letter, comment)
    assert "All new." in str(as_written(LetterPage.objects.get(pk=letter.pk)).body)


def test_nobody_else_takes_words_over(client, lead):
    letter, review = submitted_letter(make_letter(body=[("text", RICH)]))
    comment = suggest(client, review, "best", "mildest")
    for stranger in (lead, make_seller("Berta Lis").user):
        client.force_login(stranger)
        assert client.post(reverse("letters:accept", args=[letter.pk, comment.pk])).status_code == 404
    reviews.withdraw(letter.guard_subject, by=letter.seller.user)
