"""Administrators look after people and sellers in the browser; nobody else finds these screens."""

import pytest
from django.test import Client

from hub.accounts.models import User
from hub.common.models import OutgoingMail
from sellers.profiles.models import Seller
from sellers.profiles.queries import writers_for
from tests.access.world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def office(world: World) -> Client:
    client = Client()
    client.force_login(world.administrator)
    return client


def test_others_do_not_find_them(world: World):
    for user in (world.anna.user, world.assistant, world.lead):
        client = Client()
        client.force_login(user)
        for path in (
            "/admin/people/",
            "/admin/people/add/",
            f"/admin/people/{user.pk}/",
            "/admin/sellers/",
            f"/admin/sellers/{world.anna.pk}/",
        ):
            assert client.get(path).status_code == 404


def test_adding_a_person_invites_her(office: Client):
    fields = {"name": "Ola Lead", "email": "Ola@company.example", "role": "lead", "region": ""}
    assert office.post("/admin/people/add/", fields).status_code == 302
    assert User.objects.get(email="ola@company.example").role == "lead"
    assert OutgoingMail.objects.get(kind="accounts.invitation").to == "ola@company.example"
    assert "already signs in" in office.post("/admin/people/add/", fields).content.decode()


def test_a_seller_without_shop_and_page_cannot_be_made(office: Client):
    fields = {"name": "Ola", "email": "ola@company.example", "role": "seller", "region": ""}
    assert office.post("/admin/people/add/", fields).status_code == 200
    assert not User.objects.filter(email="ola@company.example").exists()


def test_changing_a_role_and_ending_a_sign_in(office: Client, world: World):
    lead = world.lead
    fields = {"name": lead.name, "email": lead.email, "role": "assistant", "region": ""}
    assert office.post(f"/admin/people/{lead.pk}/", fields).status_code == 302
    assert office.post(f"/admin/people/{lead.pk}/deactivate/").status_code == 302
    lead.refresh_from_db()
    assert (lead.role, lead.is_active) == ("assistant", False)


def test_the_last_administrator_is_told_why_not(office: Client, world: World):
    me = world.administrator
    page = office.post(f"/admin/people/{me.pk}/", {"name": me.name, "email": me.email, "role": "lead", "region": ""})
    assert "last administrator" in page.content.decode()
    assert "last administrator" in office.post(f"/admin/people/{me.pk}/deactivate/", follow=True).content.decode()
    me.refresh_from_db()
    assert (me.role, me.is_active) == ("administrator", True)


def test_looking_changes_nobody(office: Client, world: World):
    assert office.get(f"/admin/people/{world.lead.pk}/deactivate/").status_code == 405
    assert office.get("/admin/people/?q=lead").status_code == 200


def test_adding_a_seller_makes_her_sign_in_and_page(office: Client, world: World):
    fields = {"name": "Dorota Maj", "email": "dorota@company.example", "shop": world.anna.shop.pk}
    assert office.post("/admin/sellers/add/", fields).status_code == 302
    seller = Seller.objects.get(user__email="dorota@company.example")
    assert seller.page.title == "Dorota Maj"
    assert "Dorota" in office.get("/admin/sellers/?q=dorota").content.decode()
    assert "already signs in" in office.post("/admin/sellers/add/", fields).content.decode()


def test_naming_an_assistant_and_ending_it(office: Client, world: World):
    path = f"/admin/sellers/{world.anna.pk}/writers/"
    office.post(path, {"user": world.assistant.pk})
    assert list(writers_for(seller=world.anna)) == [world.assistant]
    assert world.assistant.name in office.get(f"/admin/sellers/{world.anna.pk}/").content.decode()
    office.post(path, {"user": world.assistant.pk, "end": "1"})
    assert not writers_for(seller=world.anna).exists()


def test_wagtails_own_screens_for_people_are_closed(office: Client):
    for path in ("/admin/users/", "/admin/users/new/", "/admin/groups/", "/admin/groups/new/"):
        assert office.get(path).status_code == 404
