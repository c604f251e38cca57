"""Letters for tests."""

import io
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image as Picture
from wagtail.images.models import Image

from sellers.newsletters.models import LetterPage
from sellers.newsletters.services.letters import create_letter
from tests.factories.profiles import make_seller

TEXT = "<p>I thought of you, {firstname|friend}, when the <b>new creams</b> came in.</p>"


def make_image(title: str = "A jar of cream", *, size: tuple[int, int] = (1200, 800), colour: str = "#c7a17a") -> Image:
    """A picture of one colour, in Wagtail's library."""
    data = io.BytesIO()
    Picture.new("RGB", size, colour).save(data, "PNG")
    data.seek(0)
    image = Image.objects.create(title=title, file=ImageFile(data, name="picture.png"))
    image.get_file_hash()  # as Wagtail's own form does; cached renditions are known by it
    return image


def make_letter(seller: Any = None, *, subject: str = "Something for you, {firstname}", body: Any = None, **fields: Any) -> LetterPage:
    """A draft as its seller writes it. `body` is [(block type, value)]; rich text as HTML."""
    seller = seller or make_seller()
    return create_letter(seller=seller, by=seller.user, subject=subject, body=[("text", TEXT)] if body is None else body, **fields)


def every_block(image: Image | None = None, *, approved: Any = None) -> list[tuple[str, Any]]:
    """A body with one of each block."""
    image = image or make_image()
    return [
        ("heading", "A quiet hour for your skin"),
        ("text", TEXT + '<ul><li>Try it</li><li>Keep <a href="https://shop.example/creams?a=1&amp;b=2">what you like</a></li></ul>'),
        ("picture", {"image": image, "alt": "Three jars on a shelf", "caption": "In the shop since Monday", "link": ""}),
        (
            "product",
            {
                "image": image,
                "alt": "A jar of night cream",
                "name": "Night cream",
                "price": "89 zł",
                "text": "I use it myself.",
                "link": "https://shop.example/night",
                "link_label": "Have a look",
            },
        ),
        ("button", {"label": "Book your hour", "link": "https://shop.example/book"}),
        ("quote", {"text": "My skin has never been calmer.", "who": "Zofia, a customer"}),
        *([("approved", approved)] if approved else []),
        ("divider", None),
        ("signature", {"sign_off": "See you in the shop"}),
    ]
