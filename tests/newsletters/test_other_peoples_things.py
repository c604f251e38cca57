"""No picture, page or document of somebody else's gets into a letter, whatever a form made by hand says."""

import json

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from brandguard.exceptions import Blocked
from sellers.newsletters.models import LetterPage
from sellers.newsletters.services.letters import copy_letter
from sellers.newsletters.services.submission import freeze_for_review, submit_letter
from sellers.profiles.services import grant_writing
from tests.factories.newsletters import make_image, make_letter
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return make_seller("Anna Nowak")


@pytest.fixture
def letter(client, anna):
    letter = make_letter(anna)
    client.force_login(anna.user)
    return letter


def picture_of(user):
    image = make_image()
    image.uploaded_by_user = user
    image.save()
    return image


def with_picture(image, kind="picture"):
    block = {"image": image.pk, "alt": "A jar", "caption": "", "link": ""}
    if kind == "product":
        block = {"image": image.pk, "alt": "A jar", "name": "Cream", "price": "", "text": "", "link": "", "link_label": ""}
    return posted([("heading", "Hello"), (kind, block)])


def with_link(kind, pk):
    entity = {"type": kind, "mutability": "MUTABLE", "data": {"id": pk, "url": "/x/"}}
    ranges = [{"offset": 0, "length": 4, "key": 0}]
    block = {
        "key": "abcde",
        "text": "Look here",
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": ranges,
        "data": {},
    }
    return posted([("text", json.dumps({"blocks": [block], "entityMap": {"0": entity}}))])


def posted(blocks):
    return nested_form_data({"subject": "For you", "preheader": "", "body": streamfield(blocks), "comments": inline_formset([])})


def save(client, letter, data, **headers):
    return client.post(reverse("wagtailadmin_pages:edit", args=[letter.pk]), data, **headers)


def written(letter):
    return LetterPage.objects.get(pk=letter.pk).get_latest_revision_as_object().body.get_prep_value()


@pytest.mark.parametrize("kind", ["picture", "product"])
@pytest.mark.parametrize("owner", ["seller", "assistant"])
def test_another_writers_picture_is_refused_by_the_block_it_stands_in(client, letter, kind, owner):
    before = written(letter)
    foreign = picture_of(make_seller("Berta Lis").user if owner == "seller" else make_user("assistant"))
    page = save(client, letter, with_picture(foreign, kind)).content.decode()
    assert f"Block 2 ({kind.title()}): this picture is not yours to use." in page
    assert written(letter) == before


def test_autosave_and_preview_refuse_it_too(client, letter):
    before, foreign = written(letter), picture_of(make_seller("Berta Lis").user)
    saved = save(client, letter, with_picture(foreign), headers={"accept": "application/json"})
    assert saved.status_code == 400
    assert written(letter) == before
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[letter.pk])
    assert client.post(url, with_picture(foreign)).json()["is_valid"] is False
    assert foreign.file.name.rsplit("/")[-1].split(".")[0] not in client.get(url).content.decode()


def test_a_new_letter_does_not_begin_with_it(client, anna):
    client.force_login(anna.user)
    foreign = picture_of(make_seller("Berta Lis").user)
    url = reverse("wagtailadmin_pages:add", args=["sellers_newsletters", "letterpage", anna.page.pk])
    assert "this picture is not yours" in client.post(url, with_picture(foreign)).content.decode()
    assert not LetterPage.objects.exists()


@pytest.mark.parametrize("what", ["letter", "page", "nothing"])
def test_a_link_to_another_sellers_page_is_refused(client, letter, what):
    before, berta = written(letter), make_seller("Berta Lis")
    pk = {"letter": make_letter(berta).pk, "page": berta.page.pk, "nothing": 999_999}[what]
    page = save(client, letter, with_link("LINK", pk)).content.decode()
    assert "Block 1 (Text): this link leads to a page that is not yours." in page
    assert written(letter) == before


def test_a_document_in_stored_text_does_not_go_to_review(anna):
    letter = make_letter(anna, body=[("text", '<p>I have <a linktype="document" id="1">this</a> for you.</p>')])
    with pytest.raises(Blocked, match="documents cannot be linked"):
        submit_letter(letter, by=anna.user)


def test_her_own_page_and_the_front_page_may_be_linked(client, letter, anna):
    for page in (anna.page, Page.objects.get(pk=anna.page.pk).get_parent()):
        assert save(client, letter, with_link("LINK", page.pk)).status_code == 302
        assert f'id="{page.pk}"' in json.dumps(written(letter)).replace("\\", "")


def test_own_pictures_the_companys_and_her_assistants_may_be_used(client, letter, anna):
    assistant = make_user("assistant")
    grant_writing(anna, to=assistant, by=None)
    for image in (make_image(), picture_of(make_user("lead")), picture_of(anna.user), picture_of(assistant)):
        assert save(client, letter, with_picture(image)).status_code == 302


def test_a_foreign_picture_that_got_in_by_another_way_is_not_handed_in(anna):
    foreign = picture_of(make_seller("Berta Lis").user)
    letter = make_letter(anna, body=[("text", "<p>For you, from me</p>"), ("picture", {"image": foreign, "alt": "A jar"})])
    with pytest.raises(Blocked, match=r"Block 2 \(Picture\)"):
        submit_letter(letter, by=anna.user)
    with pytest.raises(Blocked, match=r"Block 2 \(Picture\)"):
        freeze_for_review(letter, by=anna.user)


def test_a_copy_may_keep_what_a_former_assistant_put_in(anna):
    assistant = make_user("assistant")
    grant_writing(anna, to=assistant, by=None)
    body = [("text", "<p>For you, from me</p>"), ("picture", {"image": picture_of(assistant), "alt": "A jar"})]
    letter = make_letter(anna, body=body)
    letter.save_revision(user=assistant)
    from sellers.profiles.services import revoke_writing

    revoke_writing(anna, to=assistant, by=None)
    assert submit_letter(copy_letter(letter, by=anna.user), by=anna.user)
