"""Administrators look after people and sellers in the browser; nobody else finds these screens."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hub.accounts.models import User
from hub.common.models import OutgoingMail
from sellers.profiles.models import Seller, WritingGrant
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
            f"/admin/sellers/{world.anna.pk}/leave/",
            "/admin/grants/",
            f"/admin/grants/{WritingGrant.objects.get().pk}/",
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


def test_naming_an_assistant_extending_and_ending_it(office: Client, world: World):
    path, admin = f"/admin/sellers/{world.anna.pk}/writers/", world.administrator
    until = timezone.localdate() + timedelta(days=10)
    office.post(path, {"assistant": world.assistant.pk, "until": until, "owner": admin.pk, "purpose": "Autumn"})
    grant = WritingGrant.objects.get(content_object=world.anna)
    assert (grant.user, grant.until, grant.owner, grant.purpose) == (world.assistant, until, admin, "Autumn")
    assert world.assistant.name in office.get(f"/admin/sellers/{world.anna.pk}/").content.decode()
    assert "Autumn" in office.get("/admin/grants/?q=autumn").content.decode()
    later = until + timedelta(days=30)
    office.post(f"/admin/grants/{grant.pk}/", {"until": later, "owner": world.anna.user_id})
    grant.refresh_from_db()
    assert (grant.until, grant.owner) == (later, world.anna.user)
    office.post(f"/admin/grants/{grant.pk}/", {"end": "1"})
    assert not writers_for(seller=world.anna).exists()


def test_a_grant_without_an_end_or_an_owner_is_refused_in_words(office: Client, world: World):
    path = f"/admin/sellers/{world.anna.pk}/writers/"
    for until, owner, word in (
        ("", world.administrator.pk, "required"),
        (timezone.localdate() - timedelta(days=1), world.administrator.pk, "over already"),
        (timezone.localdate() + timedelta(days=400), world.administrator.pk, "a year at most"),
        (timezone.localdate(), world.assistant.pk, "Select a valid choice"),
    ):
        answer = office.post(path, {"assistant": world.assistant.pk, "until": until, "owner": owner})
        assert word in answer.content.decode()
    assert not WritingGrant.objects.filter(content_object=world.anna).exists()


def test_a_seller_leaves_after_one_more_question_and_may_come_back(office: Client, world: World):
    path = f"/admin/sellers/{world.anna.pk}/leave/"
    assert "Silence means no more mail" in office.get(path).content.decode()
    world.anna.refresh_from_db()
    assert world.anna.state == "active", "a question changes nothing"
    office.post(path, {"successor": world.berta.pk})
    world.anna.refresh_from_db()
    assert (world.anna.state, world.anna.successor) == ("left", world.berta)
    assert "has left the company" in office.get(f"/admin/sellers/{world.anna.pk}/").content.decode()
    office.post(f"/admin/sellers/{world.anna.pk}/come-back/")
    world.anna.refresh_from_db()
    assert (world.anna.state, world.anna.successor, world.anna.left_at) == ("active", None, None)


def test_wagtails_own_screens_for_people_are_closed(office: Client):
    for path in ("/admin/users/", "/admin/users/new/", "/admin/groups/", "/admin/groups/new/"):
        assert office.get(path).status_code == 404
