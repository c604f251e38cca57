"""The review desk: who sees what, what stands on the screen, and the two answers."""

from datetime import timedelta

import pytest
from django.urls import reverse

from brandguard.documents import Document, Finding, Part
from brandguard.models import Approval, Artefact, Review
from brandguard.services import reviews
from brandguard.services.rules import save_rule
from sellers.newsletters.desk.differences import difference
from sellers.newsletters.desk.reading import marked, passages
from tests.factories.audience import make_reader
from tests.factories.brandguard import rule_fields
from tests.factories.company import make_region
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_seller, make_user
from tests.factories.review import approved_letter, make_lead, submitted_letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client):
    user = make_lead()
    client.force_login(user)
    return user


def screen(review, **query):
    return reverse("desk:review", args=[review.pk], query=query or None)


def test_the_queue_shows_what_waits_with_readers_and_seller(client, lead):
    seller = make_seller("Anna Nowak")
    for number in range(3):
        make_reader(seller, first_name="Ela", address=f"ela{number}@mail.example")
    submitted_letter(make_letter(seller, subject="New creams are in"))
    page = client.get(reverse("desk:queue")).content.decode()
    assert "New creams are in" in page
    assert "Anna Nowak" in page
    assert "3 readers" in page
    assert "ela0@mail.example" not in page


def test_the_menu_says_how_many_wait(client, lead):
    submitted_letter()
    assert "Review (1)" in client.get("/admin/").content.decode()


@pytest.mark.parametrize("role", ["seller", "assistant"])
@pytest.mark.parametrize("name", ["queue", "review", "rendered", "approve", "return", "revoke"])
def test_sellers_and_assistants_find_no_desk(client, role, name):
    _, review = submitted_letter()
    client.force_login(make_user(role, name="Somebody Else"))
    url = reverse(f"desk:{name}", args=[] if name == "queue" else [review.pk])
    method = client.post if name in ("approve", "return", "revoke") else client.get
    assert method(url).status_code == 404


def test_a_lead_with_a_region_sees_only_that_region(client):
    letter, review = submitted_letter(subject="Only for the north")
    client.force_login(make_lead("Far Away", region=make_region(code="elsewhere")))
    assert "Only for the north" not in client.get(reverse("desk:queue")).content.decode()
    assert client.get(screen(review)).status_code == 404
    client.force_login(make_lead("Near By", region=letter.seller.shop.region))
    assert client.get(screen(review)).status_code == 200


def test_two_clicks_approve(client, lead):
    _, review = submitted_letter()
    page = client.get(screen(review))
    assert review.artefact.sha256 in page.content.decode()
    answer = client.post(reverse("desk:approve", args=[review.pk]), {"sha256": review.artefact.sha256})
    assert answer.url == reverse("desk:queue")
    assert Approval.objects.get().by == lead


def test_a_yes_to_what_is_not_on_the_desk_any_more_is_refused_in_words(client, lead):
    _, review = submitted_letter()
    answer = client.post(reverse("desk:approve", args=[review.pk]), {"sha256": "0" * 64}, follow=True)
    assert "not the version that waits" in answer.content.decode()
    assert not Approval.objects.exists()


def test_deciding_goes_on_to_the_next_letter(client, lead):
    _, first = submitted_letter(make_letter(make_seller("Anna Nowak")))
    _, second = submitted_letter(make_letter(make_seller("Ewa Lis")))
    answer = client.post(reverse("desk:approve", args=[first.pk]), {"sha256": first.artefact.sha256})
    assert answer.url == screen(second)


def test_a_letter_goes_back_with_a_comment_to_a_passage(client, lead):
    _, review = submitted_letter()
    client.post(reverse("desk:return", args=[review.pk]), {"comment-0": "Say what it is.", "note": "Nearly."})
    review.refresh_from_db()
    assert review.state == "returned"
    comment = review.comments.get()
    assert (comment.location, comment.text) == ("subject", "Say what it is.")
    assert comment.quote == review.artefact.guard_document().parts[0].text


def test_returning_needs_a_word(client, lead):
    _, review = submitted_letter()
    answer = client.post(reverse("desk:return", args=[review.pk]), {"note": " "}, follow=True)
    assert "Say what should change" in answer.content.decode()
    review.refresh_from_db()
    assert review.state == "waiting"


def test_nothing_is_decided_by_get(client, lead):
    _, review = submitted_letter()
    for name in ("approve", "return", "revoke"):
        assert client.get(reverse(f"desk:{name}", args=[review.pk])).status_code == 405


def test_a_lead_who_wrote_in_it_sees_why_she_has_no_buttons(client, lead):
    letter = make_letter()
    letter.subject = "Helped a little"
    letter.save_revision(user=lead)
    _, review = submitted_letter(letter)
    page = client.get(screen(review)).content.decode()
    assert "somebody else decides" in page
    assert "data-approve" not in page
    client.post(reverse("desk:approve", args=[review.pk]), {"sha256": review.artefact.sha256})
    assert not Approval.objects.exists()


def test_the_frame_shows_the_frozen_letter_and_can_do_nothing(client, lead):
    letter, review = submitted_letter()
    answer = client.get(reverse("desk:rendered", args=[review.pk]))
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]
    assert "new creams" in answer.content.decode()
    assert 'sandbox=""' in client.get(screen(review)).content.decode()


@pytest.mark.parametrize("view", ["desktop", "phone", "dark", "text"])
def test_every_view_opens(client, lead, view):
    _, review = submitted_letter()
    assert client.get(screen(review, view=view)).status_code == 200
    assert "new creams" in client.get(reverse("desk:rendered", args=[review.pk]), {"view": view}).content.decode()


def test_findings_stand_in_the_words_with_their_reason(client, lead):
    save_rule(rule_fields(severity="review", state="live"), by=None)
    _, review = submitted_letter(subject="A guarantee for you")
    page = client.get(screen(review)).content.decode()
    assert 'data-finding title="We promise only what we can keep.">guarantee</mark>' in page


def test_the_difference_to_the_version_reviewed_before_is_shown(client, lead):
    letter, review = submitted_letter(subject="Creams from Monday")
    reviews.return_to_writer(review, by=lead, note="Which day?")
    letter = letter.get_latest_revision_as_object()
    letter.subject = "Creams from Tuesday"
    letter.save_revision(user=letter.seller.user)
    _, again = submitted_letter(letter)
    page = client.get(screen(again)).content.decode()
    assert "<del>Monday</del>" in page
    assert "<ins>Tuesday</ins>" in page
    assert "Which day?" in page


def test_the_difference_to_her_last_letter_is_shown(client, lead):
    seller = make_seller()
    approved_letter(make_letter(seller, subject="Our spring"), by=make_lead("Other Lead"))
    _, review = submitted_letter(make_letter(seller, subject="Our autumn"))
    assert "<ins>autumn</ins>" in client.get(screen(review)).content.decode()


def test_an_approval_is_taken_back_with_a_reason(client, lead):
    _, artefact = approved_letter(by=make_lead("Other Lead"))
    review = Review.objects.get(artefact=artefact)
    client.post(reverse("desk:revoke", args=[review.pk]), {"reason": "The price is wrong."})
    assert Artefact.objects.get(pk=artefact.pk).state == "void"
    assert Approval.objects.get().revoke_reason == "The price is wrong."


def test_what_is_late_is_marked(client, lead):
    _, review = submitted_letter()
    Review.objects.filter(pk=review.pk).update(due_at=review.submitted_at - timedelta(hours=1))
    assert "overdue" in client.get(reverse("desk:queue")).content.decode()


def test_overlapping_findings_mark_the_words_once_by_the_gravest():
    part = Part("body", "one two three", "body/1")
    found = [
        Finding("a", "advice", "soft", "body/1", "body", 0, 7, "one two"),
        Finding("b", "block", "hard", "body/1", "body", 4, 13, "two three"),
    ]
    pieces = passages(Document(parts=(part,)), found)[0].pieces
    assert [(piece.text, piece.finding.rule if piece.finding else "") for piece in pieces] == [("one ", ""), ("two three", "b")]


def test_marks_never_let_words_become_markup():
    page = "<html><head></head><body><p>a &lt;b&gt; bad word</p></body></html>"
    out = marked(page, [Finding("a", "block", '"><script>', "x", "body", 0, 8, "bad word")])
    assert "<script>" not in out
    assert "&lt;b&gt;" in out
    assert ">bad word</mark>" in out


def test_equal_letters_have_no_difference():
    document = Document(parts=(Part("body", "word " * 200, "body/1"),))
    assert difference(document, document).is_empty


def test_the_desk_costs_the_same_for_two_letters_and_for_ten(client, lead, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("desk:queue"))
        return len(queries)

    for number in range(2):
        submitted_letter(make_letter(make_seller(f"Anna {number}")))
    cost()
    two = cost()
    for number in range(8):
        submitted_letter(make_letter(make_seller(f"Ewa {number}")))
    assert cost() == two
