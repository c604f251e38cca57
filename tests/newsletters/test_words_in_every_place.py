"""A banned phrase in every place where a seller can write something that a customer reads, asked and handed in as she does it."""

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from hub.common.exceptions import HubError
from sellers.newsletters.services.submission import submit_letter
from tests.factories.brandguard import live_rule
from tests.factories.newsletters import make_image, make_letter
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db
PICTURE = {"alt": "Three jars on a shelf", "caption": "", "link": ""}
PRODUCT = {"alt": "", "name": "Cream", "price": "", "text": "", "link": "https://shop.example/x", "link_label": "Look", "image": None}
BUTTON = {"label": "Book", "link": "https://shop.example/book"}
QUOTE = {"text": "Lovely.", "who": "Eva"}


def named(name: str):
    """A picture whose file is called so."""
    image = make_image()
    with image.file.open() as data:
        kept = default_storage.save(f"original_images/{name}", data)
    type(image).objects.filter(pk=image.pk).update(file=kept)
    image.refresh_from_db()
    return image


PLACES = {
    "paragraph": lambda said: [("text", f"<p>It is {said} for you.</p>")],
    "list": lambda said: [("text", f"<ul><li>One</li><li>{said}</li></ul>")],
    "over two paragraphs": lambda said: [("text", f"<p>It is {said.partition(' ')[0]}</p><p>{said.partition(' ')[2]} for you.</p>")],
    "bold letters": lambda said: [("text", f"<p>It is {said[:2]}<b>{said[2:4]}</b>{said[4:]}.</p>")],
    "link": lambda said: [("text", f'<p>See <a href="https://shop.example/">{said}</a>.</p>')],
    "heading": lambda said: [("heading", said)],
    "caption": lambda said: [("picture", {**PICTURE, "image": make_image(), "caption": said})],
    "alt text": lambda said: [("picture", {**PICTURE, "image": make_image(), "alt": f"A sign that says {said}"})],
    "name of a file": lambda said: [("picture", {**PICTURE, "image": named(f"{said.replace(' ', '-')}.png")})],
    "product name": lambda said: [("product", {**PRODUCT, "name": said})],
    "price": lambda said: [("product", {**PRODUCT, "price": said})],
    "product text": lambda said: [("product", {**PRODUCT, "text": f"Well,\n{said}"})],
    "product link": lambda said: [("product", {**PRODUCT, "link_label": said})],
    "button": lambda said: [("button", {**BUTTON, "label": said})],
    "quote": lambda said: [("quote", {**QUOTE, "text": f"It is {said}."})],
    "who said it": lambda said: [("quote", {**QUOTE, "who": said})],
    "end of the letter": lambda said: [("signature", {"sign_off": f"Yours, {said}"})],
    "fall-back": lambda said: [("text", f"<p>Dear {{firstname|{said}}}, hello.</p>")],
    "mail to be written": lambda said: [("button", {**BUTTON, "link": f"mailto:a@shop.example?body=It%20is%20{said.replace(' ', '%20')}"})],
    "its subject": lambda said: [("text", f'<p><a href="mailto:a@shop.example?subject={said.replace(" ", "%20")}">Write</a></p>')],
}


@pytest.fixture
def rule():
    return live_rule(word="free money")


def findings(client, letter) -> set[str]:
    client.force_login(letter.seller.user)
    answer = client.post(reverse("letter_editor:check", args=[letter.pk]), {"preheader": letter.preheader})
    return {finding["rule"] for finding in answer.json()["findings"]}


@pytest.mark.parametrize("said", ["free money", "Free M0ney", "fr\u200bee money"])
@pytest.mark.parametrize("place", PLACES)
def test_the_phrase_is_found_wherever_it_stands_and_nothing_is_handed_in(client, rule, place, said):
    letter = make_letter(make_seller(), body=[("text", "<p>I have news for you.</p>"), *PLACES[place](said)])
    assert rule.key in findings(client, letter)
    with pytest.raises(HubError, match="Not handed in"):
        submit_letter(letter, by=letter.seller.user)


@pytest.mark.parametrize(
    "fields", [{"subject": "Free money"}, {"preheader": "free m0ney"}, {"subject": "It is free", "preheader": "Money for you"}]
)
def test_the_lines_of_the_inbox_are_read_too(client, rule, fields):
    letter = make_letter(make_seller(), body=[("text", "<p>I have news for you.</p>")], **fields)
    client.force_login(letter.seller.user)
    answer = client.post(reverse("letter_editor:check", args=[letter.pk]), {"subject": letter.subject, "preheader": letter.preheader})
    assert rule.key in {finding["rule"] for finding in answer.json()["findings"]}
