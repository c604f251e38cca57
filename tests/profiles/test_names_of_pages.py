"""A seller's page can be reached whatever she is called."""

import pytest

from hub.common.routes import first_parts
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db


def test_the_routes_that_people_could_be_called_by_are_known():
    assert {"admin", "accounts", "documents", "guard", "health"} <= first_parts()


@pytest.mark.parametrize("name", ["Admin", "Guard", "Health", "Documents"])
def test_a_seller_called_like_a_route_has_a_page_of_her_own(client, name):
    seller = make_seller(name)
    assert seller.slug == f"{name.lower()}-2"
    page = client.get(seller.page.get_url())
    assert page.status_code == 200 and name in page.content.decode()


def test_two_of_the_same_name_have_two_pages():
    assert make_seller("Ada Nowak").slug != make_seller("Ada Nowak").slug
