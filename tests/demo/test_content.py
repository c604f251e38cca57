"""The demo company's texts hold what the product demands of a real company's."""

import re

import pytest

from brandguard import engine
from brandguard.engine.spec import Spec
from hub.demo import pictures
from hub.demo.content.blocks import BLOCKS
from hub.demo.content.company import SHOPS, STAFF
from hub.demo.content.letters import all_letters
from hub.demo.content.people import SELLERS
from hub.demo.content.rules import RULES


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["key"])
def test_every_rule_proves_its_examples(rule):
    engine.prove(Spec.from_json(rule))


def test_there_are_twelve_sellers_with_fifteen_hundred_readers_and_two_people_of_each_role():
    assert len(SELLERS) == 12 and sum(person.readers for person in SELLERS) == 1500
    assert {role: sum(s.role == role for s in STAFF) for role in ("lead", "assistant", "administrator")} == dict.fromkeys(
        ("lead", "assistant", "administrator"), 2
    )
    assert {person.shop for person in SELLERS} == {shop.key for shop in SHOPS}


def test_letters_name_only_sellers_pictures_and_blocks_that_there_are():
    keys = {block.key for block in BLOCKS}
    for letter in all_letters():
        assert letter.author in {person.login for person in SELLERS}
        for kind, value in letter.body:
            if kind in ("picture", "product"):
                assert value["image"] in pictures.THINGS and value["alt"]
            if kind == "approved":
                assert value in keys


def test_every_seller_speaks_of_herself():
    for person in SELLERS:
        assert re.search(r"\b(I|my)\b", person.bio), person.login
        assert person.login in pictures.PORTRAITS


def test_pictures_are_the_same_each_time():
    key = next(iter(pictures.THINGS))
    assert pictures.as_jpeg(pictures.thing(key)) == pictures.as_jpeg(pictures.thing(key))
