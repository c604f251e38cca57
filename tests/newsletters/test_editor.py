"""The editor: findings beside the text, preview, test mail, copying, and what a seller is not offered."""

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from brandguard.models import Rule
from brandguard.services.rules import publish_rule, save_rule
from hub.common import outbox
from hub.common.models import OutgoingMail
from sellers.newsletters.models import LetterPage
from sellers.profiles.services import grant_writing
from tests.factories.audience import make_reader
from tests.factories.brandguard import approved_version
from tests.factories.newsletters import every_block, make_letter
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(client):
    letter = make_letter(body=every_block())
    client.force_login(letter.seller.user)
    return letter


@pytest.fixture
def banned():
    rule = save_rule(
        {
            "key": "no-miracles",
            "name": "No miracles",
            "reason": "We promise no miracles.",
            "params": {"terms": ["miracle"]},
            "fix": "help",
            "examples": {"hit": ["a miracle", "Miracle cream"], "miss": ["a cream", "mirror"]},
        },
        by=None,
    )
    return publish_rule(rule, by=None)


def check(client, letter, **data):
    return client.post(reverse("letter_editor:check", args=[letter.pk]), data)


def test_the_editor_opens_with_findings_and_readers_beside_the_text(client, letter):
    reader = make_reader(letter.seller, "Halina")
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[letter.pk]))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "data-letter-findings" in page
    assert f'value="reader-{reader.pk}"' in page
    assert "Submit for review" in page and "action-publish" not in page


def test_typing_a_banned_phrase_is_found_before_anything_is_saved(client, letter, banned):
    found = check(client, letter, subject="A miracle for you").json()["findings"]
    assert [(f["rule"], f["path"], f["match"], f["fix"], f["blocks"]) for f in found if f["rule"] == "no-miracles"] == [
        ("no-miracles", "subject", "miracle", "help", True)
    ]
    letter.refresh_from_db()
    assert letter.subject == "Something for you, {firstname}"


def test_a_banned_phrase_in_a_posted_block_is_found_in_its_block(client, letter, banned):
    data = {
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "heading",
        "body-0-id": "b1",
        "body-0-value": "Miracle hour",
    }
    found = check(client, letter, subject="For you", **data).json()["findings"]
    assert ("no-miracles", "b1", "Heading") in [(f["rule"], f["path"], f["place"]) for f in found]


def test_what_the_text_part_repeats_is_not_listed_twice(client, letter, banned):
    found = check(client, letter, subject="For you", **{"body-count": "0", "preheader": "A miracle"}).json()["findings"]
    assert len([f for f in found if f["rule"] == "no-miracles"]) == 1


@pytest.mark.parametrize("role", ["seller", "lead", "administrator", "assistant"])
@pytest.mark.parametrize("door", ["check", "test", "copy"])
def test_other_peoples_letters_are_not_there(client, letter, role, door):
    other = make_seller("Ewa Lis").user if role == "seller" else make_user(role)
    client.force_login(other)
    before = LetterPage.objects.count()
    answer = client.post(reverse(f"letter_editor:{door}", args=[letter.pk]))
    assert answer.status_code in (302, 403, 404) and "/edit/" not in answer.headers.get("Location", "")
    assert (LetterPage.objects.count(), OutgoingMail.objects.count()) == (before, 0)


def test_looking_changes_nothing(client, letter):
    for door in ("check", "test", "copy"):
        assert client.get(reverse(f"letter_editor:{door}", args=[letter.pk])).status_code == 405


def test_a_test_mail_goes_to_the_signed_in_user_and_is_marked(client, letter, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("letter_editor:test", args=[letter.pk]), {"to": "someone@example.com", "email": "x@example.com"})
    outbox.send_waiting()
    assert answer.status_code == 200
    (sent,) = mail.outbox
    assert sent.to == [letter.seller.user.email]
    assert sent.subject == "Test: Something for you, Maria"
    assert "qZ7m" not in sent.message().as_string()
    assert "Maria" in sent.body and "Maria" in sent.alternatives[0][0]


def test_a_letter_is_copied_into_a_new_draft(client, letter):
    answer = client.post(reverse("letter_editor:copy", args=[letter.pk]))
    copy = LetterPage.objects.exclude(pk=letter.pk).get()
    assert answer.headers["Location"] == reverse("wagtailadmin_pages:edit", args=[copy.pk])
    assert (copy.subject, copy.seller, len(copy.body)) == (letter.subject, letter.seller, len(letter.body))
    assert copy.slug != letter.slug


@pytest.mark.parametrize("mode", ["", "dark", "text", "nobody"])
def test_every_preview_mode_shows_the_letter(client, letter, mode):
    answer = client.get(reverse("wagtailadmin_pages:view_draft", args=[letter.pk]), {"mode": mode})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Night cream" in page and "qZ7m" not in page
    assert "script" not in answer.headers["Content-Security-Policy"]


def test_the_preview_shows_one_of_her_own_readers(client, letter):
    reader = make_reader(letter.seller, "Halina")
    answer = client.get(reverse("wagtailadmin_pages:view_draft", args=[letter.pk]), {"mode": f"reader-{reader.pk}"})
    assert "I thought of you, Halina," in answer.content.decode()


def test_the_preview_never_shows_another_sellers_reader(client, letter):
    foreign = make_reader(make_seller("Ewa Lis"), "Xenia")
    answer = client.get(reverse("wagtailadmin_pages:view_draft", args=[letter.pk]), {"mode": f"reader-{foreign.pk}"})
    assert "Xenia" not in answer.content.decode()
    assert "I thought of you, Maria," in answer.content.decode()


def typed(**fields):
    """The editor's form as the browser posts it."""
    body = streamfield([("text", rich_text("<p>What I type just now, {firstname}.</p>"))])
    return nested_form_data({"subject": "For you", "preheader": "", "body": body, "comments": inline_formset([]), **fields})


def test_the_live_preview_shows_what_is_typed_and_not_saved(client, letter):
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[letter.pk])
    assert client.post(url, typed()).json() == {"is_valid": True, "is_available": True}
    assert "What I type just now, Maria." in client.get(url, {"in_preview_panel": "true"}).content.decode()


def test_an_unfinished_draft_is_kept_whatever_is_in_it(client, letter):
    body = streamfield([("button", {"label": "Go", "link": "javascript:alert(1)"}), ("text", rich_text("<p>Dear {nobody}</p>"))])
    client.post(reverse("wagtailadmin_pages:edit", args=[letter.pk]), typed(subject="", body=body))
    letter.refresh_from_db()
    assert [child.block_type for child in letter.body] == ["button", "text"]


def test_submitting_names_what_must_be_put_right(client, letter):
    body = streamfield([("text", rich_text("<p>Dear {nobody}</p>"))])
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[letter.pk]), typed(body=body) | {"action-submit": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "{nobody} is not a field that can be filled in. You can use: {firstname}, {lastname}" in page
    letter.refresh_from_db()
    assert not letter.workflow_in_progress


def test_the_seller_of_a_letter_is_never_taken_from_a_form(client, letter):
    other = make_seller("Ewa Lis")
    client.post(reverse("wagtailadmin_pages:edit", args=[letter.pk]), typed(seller=other.pk, slug="mine", title="Mine"))
    letter.refresh_from_db()
    assert letter.seller != other and letter.slug != "mine" and letter.title == "For you"


def test_a_letter_begun_in_wagtails_own_add_view_belongs_to_the_page_above_it(client):
    seller = make_seller()
    client.force_login(seller.user)
    client.post(reverse("wagtailadmin_pages:add", args=["sellers_newsletters", "letterpage", seller.page.pk]), typed())
    letter = LetterPage.objects.get()
    assert (letter.seller, letter.subject, letter.live) == (seller, "For you", False)


def test_an_assistant_previews_with_made_up_readers_only(client, letter):
    reader = make_reader(letter.seller, "Halina")
    assistant = make_user("assistant")
    grant_writing(letter.seller, to=assistant, by=make_user("administrator"))
    client.force_login(assistant)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[letter.pk])).content.decode()
    assert "data-letter-findings" in page and "Halina" not in page and "reader-" not in page
    shown = client.get(reverse("wagtailadmin_pages:view_draft", args=[letter.pk]), {"mode": f"reader-{reader.pk}"}).content.decode()
    assert "Halina" not in shown and "Maria" in shown


def test_a_text_of_another_region_does_not_get_into_a_letter_by_a_form_made_by_hand(client, letter):
    foreign = approved_version(regions=["south"], body="<p>Only for the south.</p>")
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[letter.pk]), typed(body=streamfield([("approved", str(foreign.pk))])))
    assert "not for you to use" in answer.content.decode()
    letter.refresh_from_db()
    assert "approved" not in [child.block_type for child in letter.body]


def test_findings_cost_few_queries(client, letter, banned, django_assert_max_num_queries):
    check(client, letter, subject="For you")
    with django_assert_max_num_queries(10):  # session, user, 2 rights, profile, letter, may write, brand, rules, rules she often meets
        check(client, letter, subject="A miracle", **{"body-count": "0"})


def test_who_meets_a_rule_again_and_again_is_shown_its_lesson(client, letter, banned):
    Rule.objects.filter(pk=banned.pk).update(lesson="/admin/lessons/promises/")

    def lessons():
        return {
            found["lesson"]
            for found in check(client, letter, subject="A miracle for you").json()["findings"]
            if found["rule"] == banned.key
        }

    assert lessons() == {""}
    for _ in range(3):
        client.post(
            reverse("wagtailadmin_pages:edit", args=[letter.pk]), typed(subject="A miracle for you") | {"action-submit": "action-submit"}
        )
    assert lessons() == {"/admin/lessons/promises/"}


def test_the_place_of_the_words_is_told_for_marking_them(client, letter, banned):
    text = "No miracle cure. A miracle, and a miracle."
    data = {"subject": "x", "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "text", "body-0-id": "b1"}
    found = check(client, letter, **data, **{"body-0-value": rich_text(f"<p></p><p>{text}</p>")}).json()["findings"]
    assert [(f["location"], f["nth"], f["match"]) for f in found if f["rule"] == banned.key] == [
        ("body/b1", n, "miracle") for n in range(3)
    ]
