"""The chooser in the editor: what a person may not use does not exist for her."""

import pytest
from django.urls import reverse

from brandguard.blocks import ApprovedBlockChooserBlock
from brandguard.viewsets.chooser import approved_block_chooser
from tests.factories.brandguard import approved_version
from tests.factories.company import make_region, make_shop
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller(client):
    seller = make_seller(shop=make_shop(region=make_region("north")))
    client.force_login(seller.user)
    return seller


def url(view: str, *args: object) -> str:
    return reverse(approved_block_chooser.get_url_name(view), args=args)


@pytest.mark.parametrize("view", ["choose", "choose_results"])
def test_the_list_shows_her_own_regions_texts_only(client, seller, view):
    approved_version("north-hours", regions=["north"], body="<p>North words</p>")
    approved_version("south-hours", regions=["south"], body="<p>South words</p>")
    page = client.get(url(view)).content.decode()
    assert "North words" in page
    assert "South" not in page


def test_a_text_of_another_region_cannot_be_chosen(client, seller):
    mine, other = approved_version("a", regions=["north"]), approved_version("b", regions=["south"])
    assert client.get(url("chosen", mine.pk)).status_code == 200
    assert client.get(url("chosen", other.pk)).status_code == 404
    assert b'"B"' not in client.get(url("chosen_multiple") + f"?id={other.pk}&id={mine.pk}").content


def test_nothing_is_created_in_the_chooser(client, seller):
    assert "create" not in {pattern.name for pattern in approved_block_chooser.get_urlpatterns()}
    assert b'id="tab-create"' not in client.get(url("choose")).content


def test_the_block_pins_the_version():
    first = approved_version("hours", body="<p>Nine to five.</p>")
    block = ApprovedBlockChooserBlock()
    stored = block.get_prep_value(first)
    approved_version("hours", body="<p>Ten to six.</p>")
    assert block.to_python(stored).body == "<p>Nine to five.</p>"
    assert block.to_python(stored).number == 1
