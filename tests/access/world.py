"""Two sellers and everybody who may meet them."""

from dataclasses import dataclass

from hub.accounts.models import User
from sellers.newsletters.models import LetterPage
from sellers.profiles import services
from sellers.profiles.models import Seller
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_seller, make_user

MARK = "Words-in-the-body"


def write(seller: Seller, subject: str) -> LetterPage:
    return make_letter(seller, subject=subject, body=[("text", f"<p>{MARK} of {seller.name}</p>")])


@dataclass
class World:
    anna: Seller
    berta: Seller
    annas: LetterPage
    bertas: LetterPage
    assistant: User
    lead: User
    administrator: User


def make_world() -> World:
    anna, berta = make_seller("Anna Nowak"), make_seller("Berta Lis")
    assistant = make_user("assistant")
    services.grant_writing(berta, to=assistant, by=None)
    return World(
        anna=anna,
        berta=berta,
        annas=write(anna, "Annas secret letter"),
        bertas=write(berta, "Bertas letter"),
        assistant=assistant,
        lead=make_user("lead"),
        administrator=make_user("administrator"),
    )
