"""The first minutes of an installation, before anybody sells."""

import pytest

from tests.factories.profiles import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["administrator", "lead", "assistant"])
def test_the_admin_opens_before_there_is_a_seller(client, role):
    client.force_login(make_user(role))
    assert client.get("/admin/").status_code == 200
