"""Letters keep their pictures: nobody deletes one that a letter shows, or puts another file in its place."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.images.models import Image

from hub.common.exceptions import InUse
from sellers.newsletters.services.submission import pull_back
from tests.factories.newsletters import make_image, make_letter
from tests.factories.profiles import make_seller, make_user
from tests.factories.review import approved_letter, submitted_letter

pytestmark = pytest.mark.django_db
TEXT = ("text", "<p>For you, from me</p>")


def showing(image, seller=None):
    return make_letter(
        seller or make_seller("Anna Nowak"), body=[TEXT, ("picture", {"image": image, "alt": "A jar", "caption": "", "link": ""})]
    )


@pytest.fixture(params=["lead", "administrator"])
def keeper(client, request):
    user = make_user(request.param, is_superuser=request.param == "administrator")
    client.force_login(user)
    return client


DOORS = {
    "one": lambda pk: reverse("wagtailimages:delete", args=[pk]),
    "many": lambda pk: reverse("wagtail_bulk_action", args=["wagtailimages", "image", "delete"]) + f"?id={pk}",
    "fresh": lambda pk: reverse("wagtailimages:delete_multiple", args=[pk]),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("state", ["draft", "approved"])
def test_a_picture_of_a_letter_is_not_deleted_and_the_refusal_says_where_it_stands(keeper, door, state):
    image = make_image()
    letter = showing(image)
    if state == "approved":
        approved_letter(letter)
    # A deletion that fails breaks the transaction around it, which here would be the test's.
    with transaction.atomic():
        answer = keeper.post(DOORS[door](image.pk), follow=True)
    said = answer.json()["message"] if door == "fresh" else answer.content.decode()
    assert "a letter of Anna Nowak" in said
    assert Image.objects.filter(pk=image.pk).exists()
    assert image.file.storage.exists(image.file.name)


@pytest.mark.parametrize("door", DOORS)
def test_a_picture_that_no_letter_shows_is_deleted(client, door):
    client.force_login(make_user("administrator", is_superuser=True))
    image = make_image()
    client.post(DOORS[door](image.pk))
    assert not Image.objects.filter(pk=image.pk).exists()


def test_no_other_code_deletes_it_either():
    image = make_image()
    letter = showing(image)
    for delete in (image.delete, Image.objects.filter(pk=image.pk).delete):
        with pytest.raises(InUse), transaction.atomic():
            delete()
    letter.delete()
    image.delete()


def test_what_was_handed_in_once_keeps_its_pictures_after_the_letter_has_changed():
    image, seller = make_image(), make_seller()
    letter, _ = submitted_letter(showing(image, seller))
    pull_back(letter, by=seller.user)
    letter = type(letter).objects.get(pk=letter.pk)
    letter.body = [TEXT]
    letter.save()
    letter.save_revision(user=seller.user)
    with pytest.raises(InUse):
        image.delete()


def test_the_photo_beside_a_handed_in_letter_stays_when_the_seller_takes_another():
    seller, photo = make_seller(), make_image("Her photo")
    seller.photo = photo
    seller.save()
    approved_letter(make_letter(seller, body=[TEXT]))
    seller.photo = None
    seller.save()
    with pytest.raises(InUse):
        photo.delete()


def another_file():
    data = io.BytesIO()
    Pillow.new("RGB", (300, 200), "teal").save(data, "PNG")
    return SimpleUploadedFile("other.png", data.getvalue(), "image/png")


def replace(client, image):
    data = {"title": "Another title", "file": another_file(), "tags": "", "description": ""}
    return client.post(reverse("wagtailimages:edit", args=[image.pk]), data)


def test_the_file_of_a_handed_in_picture_is_not_replaced(keeper):
    image = make_image()
    approved_letter(showing(image))
    before = image.file.name
    answer = replace(keeper, image)
    assert "a letter of Anna Nowak" in answer.content.decode()
    image.refresh_from_db()
    assert image.file.name == before and image.file.storage.exists(before)


def test_title_of_a_handed_in_picture_and_file_of_a_drafts_one_may_change(keeper):
    kept, drafted = make_image(), make_image()
    approved_letter(showing(kept))
    showing(drafted)
    keeper.post(reverse("wagtailimages:edit", args=[kept.pk]), {"title": "Another title", "tags": "", "description": ""})
    replace(keeper, drafted)
    kept.refresh_from_db()
    drafted.refresh_from_db()
    assert (kept.title, drafted.title, drafted.width) == ("Another title", "Another title", 300)
