"""A picture from the phone: upright, small enough, nothing of the phone's in it, and only in one's own letters."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Picture
from wagtail.images.models import Image

from sellers.desk.exceptions import BadPicture
from sellers.desk.services.pictures import SIDE, upright
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db


def phone_picture(*, turned: int = 6, size: tuple[int, int] = (3200, 2400)) -> bytes:
    """A JPEG as a phone held upright writes it: lying, with the turn and the place in its EXIF. Its left half is red."""
    picture = Picture.new("RGB", size, "red")
    picture.paste("blue", (size[0] // 2, 0, *size))
    exif = picture.getexif()
    exif[0x0112] = turned
    exif.get_ifd(0x8825)[1] = "N"
    data = io.BytesIO()
    picture.save(data, "JPEG", exif=exif)
    return data.getvalue()


def client_of(seller) -> Client:
    client = Client()
    client.force_login(seller.user)
    return client


def test_it_is_turned_as_it_was_held_and_nothing_but_pixels_is_left():
    with Picture.open(io.BytesIO(upright(io.BytesIO(phone_picture())))) as made:
        assert made.size == (SIDE * 3 // 4, SIDE)
        red, _, blue = made.getpixel((made.width // 2, 10))
        assert red > 200 > blue
        assert not made.getexif()


def test_what_is_no_picture_is_refused_with_a_word():
    for data in (b"", b"<svg onload=alert(1)>", phone_picture()[:2000]):
        with pytest.raises(BadPicture):
            upright(io.BytesIO(data))


def test_the_editor_gets_what_its_picture_block_wants():
    anna = make_seller()
    letter = make_letter(anna)
    file = SimpleUploadedFile("IMG_2041.JPG", phone_picture(), "image/jpeg")
    told = client_of(anna).post(f"/admin/write/{letter.pk}/picture/", {"file": file}).json()
    taken = Image.objects.get(pk=told["id"])
    assert (taken.uploaded_by_user, taken.height) == (anna.user, SIDE)
    assert told["preview"]["url"].startswith("/media/")


def test_a_broken_one_is_told_and_leaves_nothing():
    anna = make_seller()
    letter = make_letter(anna)
    client = client_of(anna)
    answer = client.post(f"/admin/write/{letter.pk}/picture/", {"file": SimpleUploadedFile("a.jpg", b"no")})
    assert answer.status_code == 400 and "JPEG or PNG" in answer.json()["message"]
    assert client.post(f"/admin/write/{letter.pk}/picture/").status_code == 400
    assert not Image.objects.exists()


def test_nobody_puts_pictures_into_other_peoples_letters():
    letter = make_letter(make_seller("Anna Nowak"))
    file = SimpleUploadedFile("a.jpg", phone_picture(size=(40, 30)), "image/jpeg")
    assert client_of(make_seller("Berta Lis")).post(f"/admin/write/{letter.pk}/picture/", {"file": file}).status_code == 404
    assert not Image.objects.exists()
