"""Takes the pictures in docs/screens from the demo company: `python -m tests.support.screens`."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from tests.journeys.steps import Person, follow
from tests.support.browser import launched
from tests.support.figures import places
from tests.support.live import LiveStack

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screens"
# What is quiet on the page for this long is drawn.
SETTLED = 900


class Camera:
    def __init__(self, browser: "Browser", stack: LiveStack) -> None:
        self.browser, self.stack = browser, stack

    @contextmanager
    def person(self, login: str = "", *, phone: bool = False, dark: bool = False) -> Iterator[Person]:
        with Person(self.browser, self.stack, phone=phone) as person:
            person.page.emulate_media(color_scheme="dark" if dark else "light")
            yield person.sign_in(login) if login else person

    def take(self, person: Person, name: str, path: str = "") -> None:
        if path:
            person.open(path)
        person.page.wait_for_timeout(SETTLED)
        person.page.screenshot(path=FOLDER / f"{name}.png")
        smaller(FOLDER / f"{name}.png")


def smaller(path: Path) -> None:
    """256 colours are enough for a screen, and a third of the bytes."""
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


def customers(camera: Camera) -> None:
    with camera.person() as visitor:
        camera.take(visitor, "front", "/")
    with camera.person(phone=True) as visitor:
        camera.take(visitor, "seller-page-phone", "/anna-nowak/")
        follow(visitor, "/inbox/?kind=letters&q=second+flush", re.compile("second flush"))
        camera.take(visitor, "letter-phone")
    with camera.person() as visitor:
        camera.take(visitor, "inbox", "/inbox/?kind=letters")


def public_side(camera: Camera) -> None:
    pages = places(camera.stack)
    for name in ("seller's page", "preferences", "what is kept about me", "leave", "poster", "a letter"):
        for phone in (True, False):
            with camera.person(phone=phone) as visitor:
                file = "public-" + re.sub("[^a-z]+", "-", name) + ("-phone" if phone else "")
                camera.take(visitor, file, pages[name])
    with camera.person(phone=True) as visitor:
        camera.take(visitor, "public-seller-s-page-de-phone", pages["seller's page"] + "?lang=de")


def sellers(camera: Camera) -> None:
    with camera.person("anna") as anna:
        camera.take(anna, "my-letters", "/admin/letters/")
        camera.take(anna, "my-readers", "/admin/readers/")
    for phone in (False, True):
        size = "-phone" if phone else ""
        with camera.person("jonas", phone=phone) as jonas:
            follow(jonas, "/admin/sends/", "I have finally understood water")
            camera.take(jonas, f"send-it{size}")
        with camera.person("aylin", phone=phone) as aylin:
            follow(aylin, "/admin/sends/", "The second flush has landed")
            camera.take(aylin, f"being-sent{size}")
    for phone in (False, True):
        with camera.person("anna", phone=phone) as anna:
            desk(camera, anna, "-phone" if phone else "")
        with camera.person("lucy", phone=phone) as lucy:
            camera.take(lucy, f"assistants-desk{'-phone' if phone else ''}", "/admin/")
    for phone in (False, True):
        with camera.person("anna", phone=phone, dark=True) as anna:
            desk(camera, anna, "-dark-phone" if phone else "-dark")


def desk(camera: Camera, anna: Person, size: str) -> None:
    """What a seller does in a day, at one width."""
    for name, path in (
        ("home", "/admin/"),
        ("write", "/admin/write/"),
        ("customers", "/admin/customers/"),
        ("add-a-customer", "/admin/customers/add/"),
    ):
        camera.take(anna, f"{name}{size}", path)
    follow(anna, "/admin/", re.compile("^Answer$"))
    camera.take(anna, f"card{size}")
    camera.take(anna, f"results{size}", "/admin/went/")
    follow(anna, "/admin/went/", re.compile("green tea"))
    camera.take(anna, f"result{size}")
    follow(anna, "/admin/letters/", "A pot for one")
    anna.page.locator("[data-contentpath=body]").first.wait_for()
    camera.take(anna, f"editor{size}")


def leads(camera: Camera) -> None:
    with camera.person("helen") as helen:
        camera.take(helen, "leads-home", "/admin/")
        camera.take(helen, "review-queue", "/admin/review/")
        follow(helen, "/admin/review/", "Thursday is knife day again")
        camera.take(helen, "review-desk")
        camera.take(helen, "rules", "/admin/guard/rules/")
        camera.take(helen, "sends", "/admin/sends/")
        camera.take(helen, "brand", "/admin/brand/")
        camera.take(helen, "regions-and-shops", "/admin/brand/places/")
        camera.take(helen, "lists-handed-over", "/admin/readers/hand-overs/")
        camera.take(helen, "why-readers-left", "/admin/left/")
        camera.take(helen, "ideas", "/admin/ideas/")
        follow(helen, "/admin/ideas/", re.compile("Ask them one question"))
        camera.take(helen, "idea")
    with camera.person("helen", dark=True) as helen:
        follow(helen, "/admin/review/", "Thursday is knife day again")
        camera.take(helen, "review-desk-dark")
    with camera.person("ruth") as ruth:
        camera.take(ruth, "shop-systems", "/admin/shop-systems/")


# One of Nell's customers, who has not answered yet.
ASKED = (
    "from sellers.audience import tokens; from sellers.audience.models import HandOverAnswer;"
    "print('LINK', tokens.hand_over_url(HandOverAnswer.objects.filter(answer='', asked_at__isnull=False).latest('pk').pk))"
)


def hand_over(camera: Camera) -> None:
    """From all three sides: whom it comes to, whose list it was, and the customer's own."""
    said = camera.stack.manage("shell", "-v0", "-c", ASKED).stdout
    with camera.person(phone=True) as customer:
        camera.take(customer, "hand-over-customer-phone", "/h/" + said.split("/h/", 1)[1].strip())
    for login, name in (("tom", "new"), ("nell", "old")):
        with camera.person(login, phone=True) as seller:
            follow(seller, "/admin/", "How far it is")
            camera.take(seller, f"hand-over-{name}-seller-phone")


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    stack = LiveStack().start()
    try:
        with launched() as browser:
            camera = Camera(browser, stack)
            for scene in (customers, public_side, sellers, leads, hand_over):
                scene(camera)
    finally:
        stack.stop()


if __name__ == "__main__":
    main()
