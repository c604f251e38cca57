"""An assistant's desk: whom she writes for and what is due, and no customer of anybody's."""

import pytest
from django.test import Client

from sellers.desk.services.tasks import add_task
from sellers.newsletters.preview import preview_response
from sellers.profiles.services import grant_writing
from tests.factories.audience import make_reader
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_seller, make_user
from tests.factories.review import approved_letter

pytestmark = pytest.mark.django_db


def test_she_sees_whom_she_writes_for_and_what_is_due():
    anna, berta, lucy = make_seller("Anna Nowak"), make_seller("Berta Lis"), make_user("assistant", name="Lucy Field")
    grant_writing(anna, to=lucy, by=None)
    approved_letter(make_letter(anna, subject="New pots"))
    make_letter(berta, subject="Secret of Berta")
    zofia = make_reader(anna, "Zofia")
    add_task(zofia, kind="call", due_on=zofia.added_at.date(), text="about her sister", by=anna.user)
    client = Client()
    client.force_login(lucy)
    page = client.get("/admin/").content.decode()
    assert "Write for Anna" in page
    assert page.index("Due") < page.index("New pots")
    for word in ("Secret of Berta", "Zofia", "her sister", "/admin/customers/"):
        assert word not in page


def test_a_letter_she_looks_at_carries_her_name_and_no_customers(rf):
    anna, lucy = make_seller("Anna Nowak"), make_user("assistant", name="Lucy Field")
    grant_writing(anna, to=lucy, by=None)
    letter, zofia = make_letter(anna), make_reader(anna, "Zofia")
    seen = preview_response(letter, f"reader-{zofia.pk}", viewer=lucy).content.decode()
    assert "seen%20by%20Lucy%20Field" in seen and "Zofia" not in seen
    assert "seen%20by" not in preview_response(letter, "", viewer=anna.user).content.decode()
