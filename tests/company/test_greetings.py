"""How letters greet: in the shop's language and manner, with a name and without one."""

from string import Formatter

import pytest

from hub.company.choices import Manner
from hub.company.greetings import FORMAL, WARM, greeted, greeting_of
from hub.company.models import Shop
from hub.company.services import change_shop
from tests.factories.company import make_shop
from tests.factories.profiles import make_user

MARIA = {"firstname": "Maria", "lastname": "Nowak"}


@pytest.mark.parametrize(
    ("language", "manner", "said", "nobody"),
    [
        ("en", "", "Dear Maria,", "Hello,"),
        ("de", "", "Guten Tag Maria Nowak,", "Guten Tag,"),
        ("de", "warm", "Hallo Maria,", "Hallo,"),
        ("pl", "", "Cześć Maria,", "Cześć,"),
        ("pl", "formal", "Dzień dobry,", "Dzień dobry,"),
        ("es", "", "Hola, Maria:", "Hola:"),
        ("es", "formal", "Buenos días, Maria Nowak:", "Buenos días:"),
        ("id", "", "Halo Maria,", "Halo,"),
        ("id", "formal", "Yth. Bapak/Ibu Maria Nowak,", "Yth. Bapak/Ibu,"),
        ("ko", "", "Maria님, 안녕하세요.", "안녕하세요."),
        ("ko", "formal", "Nowak Maria님, 안녕하십니까.", "안녕하십니까."),
        ("ru", "", "Здравствуйте, Maria!", "Здравствуйте!"),
        ("ru", "warm", "Привет, Maria!", "Привет!"),
        ("de-AT", "", "Guten Tag Maria Nowak,", "Guten Tag,"),
        ("fr", "formal", "Dear Maria,", "Hello,"),
    ],
)
def test_each_language_greets_in_its_own_way(language, manner, said, nobody):
    greeting = greeting_of(Shop(language=language, manner=manner))
    assert greeted(greeting.named, MARIA) + greeting.stop == said
    assert greeting.nobody + greeting.stop == nobody


def test_a_greeting_of_her_own_goes_before_and_without_a_name_there_is_none():
    assert greeted("Dear {firstname}", MARIA | {"salutation": "Dear Mrs Nowak"}) == "Dear Mrs Nowak"
    assert greeted("Dear {firstname}", {"lastname": "Nowak"}) == ""


def test_a_missing_last_name_leaves_no_gap():
    assert greeted(FORMAL["de"].named, {"firstname": "Maria"}) == "Guten Tag Maria"
    assert greeted(FORMAL["ko"].named, {"firstname": "민수"}) == "민수님, 안녕하십니까"


def test_a_name_in_braces_is_a_name_and_nothing_else():
    assert greeted(WARM["de"].named, {"firstname": "{lastname}", "lastname": "Nowak"}) == "Hallo {lastname}"


def test_greetings_hold_the_two_fields_and_no_others():
    for greeting in (*WARM.values(), *FORMAL.values()):
        assert {name for _, name, _, _ in Formatter().parse(greeting.named) if name} <= {"firstname", "lastname"}


@pytest.mark.django_db
def test_the_manner_of_a_shop_is_chosen_where_its_language_is():
    shop = make_shop(language="de")
    change_shop(shop, by=make_user("administrator"), manner=Manner.WARM)
    assert greeting_of(Shop.objects.get(pk=shop.pk)).nobody == "Hallo"
