"""A letter that went out: read by everybody in its archive, changed by nobody."""

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from brandguard.choices import ArtefactState
from brandguard.models import Artefact, RuleSetVersion
from brandguard.queries import current_ruleset
from sellers.newsletters.choices import LetterState
from sellers.newsletters.compile import compile_letter
from sellers.newsletters.document import letter_document
from sellers.newsletters.exceptions import LetterError
from sellers.newsletters.models import LetterPage
from sellers.newsletters.queries import fingerprint, state_of
from sellers.newsletters.services.letters import publish_to_archive
from tests.factories.newsletters import every_block, make_letter
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db


def frozen(letter: LetterPage, **fields) -> Artefact:
    payload = compile_letter(letter)
    return Artefact.objects.create(
        **{
            "subject": letter.guard_subject,
            "title": letter.title,
            "author": letter.seller.user,
            "payload": payload.to_bytes(),
            "sha256": payload.sha256,
            "document": letter_document(letter).as_json(),
            "ruleset": current_ruleset() or RuleSetVersion.objects.first(),
            "audience": {"list": letter.seller_id, "filter": {}},
            "audience_count": 3,
            "fingerprint": fingerprint(letter),
            "state": ArtefactState.APPROVED,
            **fields,
        }
    )


@pytest.fixture
def sent():
    letter = make_letter(body=every_block())
    publish_to_archive([(letter, frozen(letter))])
    return LetterPage.objects.get(pk=letter.pk)


def test_a_letter_that_was_not_sent_has_no_public_page(client):
    letter = make_letter()
    frozen(letter)
    LetterPage.objects.filter(pk=letter.pk).update(live=True)
    assert client.get(letter.get_url()).status_code == 404


def test_the_public_page_holds_nothing_personal_and_no_way_to_unsubscribe_others(client, sent):
    answer = client.get(sent.get_url())
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "I thought of you, friend, when" in page
    assert "qZ7m" not in page
    assert "nsubscribe" not in page and "#leave" not in page and "You get this letter" not in page
    assert 'href="https://shop.example/night"' in page


def test_the_public_page_runs_nothing_and_tells_nobody(client, sent):
    answer = client.get(sent.get_url())
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; img-src 'self'")
    assert "script" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "<script" not in answer.content.decode()
    assert not answer.cookies


def test_the_public_page_shows_what_was_sent_whatever_is_edited_afterwards(client, sent):
    LetterPage.objects.filter(pk=sent.pk).update(subject="Something else", body=[])
    assert "Night cream" in client.get(sent.get_url()).content.decode()


def test_the_address_in_the_mail_is_the_address_of_the_public_page(client, sent, settings):
    payload = compile_letter(sent)
    address = f"{settings.ORIGIN}{sent.get_url()}"
    assert address in payload.text and address in payload.html


def test_bytes_of_another_letter_do_not_go_into_the_archive(sent):
    other = make_letter(sent.seller)
    with pytest.raises(LetterError):
        publish_to_archive([(other, sent.archived_artefact)])
    assert not LetterPage.objects.get(pk=other.pk).is_sent


@pytest.mark.parametrize("role", ["seller", "administrator"])
def test_a_sent_letter_cannot_be_edited(client, sent, role):
    user = sent.seller.user if role == "seller" else make_user("administrator", is_superuser=True)
    client.force_login(user)
    body = streamfield([("text", rich_text("<p>Changed</p>"))])
    form = nested_form_data({"subject": "Changed", "preheader": "", "body": body, "comments": inline_formset([])})
    client.post(reverse("wagtailadmin_pages:edit", args=[sent.pk]), form)
    assert fingerprint(LetterPage.objects.get(pk=sent.pk).get_latest_revision_as_object()) == fingerprint(sent)


@pytest.mark.parametrize("role", ["seller", "administrator"])
def test_a_sent_letter_cannot_be_deleted(client, sent, role):
    client.force_login(sent.seller.user if role == "seller" else make_user("administrator", is_superuser=True))
    client.post(reverse("wagtailadmin_pages:delete", args=[sent.pk]))
    assert LetterPage.objects.filter(pk=sent.pk).exists()


def test_a_sent_letter_outlives_the_page_above_it(sent):
    with pytest.raises(ProtectedError), transaction.atomic():
        sent.get_parent().delete()
    assert LetterPage.objects.filter(pk=sent.pk).exists()


def test_a_sent_letter_can_be_looked_at_in_the_editor_and_written_on(client, sent):
    client.force_login(sent.seller.user)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[sent.pk])).content.decode()
    assert "This letter was sent." in page and "Write on from this letter" in page
    client.post(reverse("letter_editor:copy", args=[sent.pk]))
    copy = LetterPage.objects.exclude(pk=sent.pk).get()
    assert not copy.is_sent and state_of(copy) == LetterState.DRAFT


def test_letters_say_where_they_stand(django_assert_num_queries):
    from sellers.newsletters.queries import letters_of, with_state

    seller = make_seller()
    draft, approved, returned, void = [make_letter(seller) for _ in range(4)]
    frozen(approved)
    frozen(returned, state=ArtefactState.RETURNED)
    frozen(void)
    frozen(void, state=ArtefactState.VOID)
    states = {letter.pk: letter.state for letter in with_state(letters_of(seller=seller))}
    assert states == {
        draft.pk: LetterState.DRAFT,
        approved.pk: LetterState.APPROVED,
        returned.pk: LetterState.RETURNED,
        void.pk: LetterState.DRAFT,
    }
