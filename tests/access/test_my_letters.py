"""A writer's own screens."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hub.common.models import AuditEntry
from sellers.newsletters.models import LetterPage
from sellers.profiles import services
from sellers.profiles.models import ProfileChange
from tests.access.world import World, make_world
from tests.factories.newsletters import make_image
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def as_user(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def menu(client: Client) -> str:
    return client.get("/admin/letters/").content.decode()


def test_a_seller_sees_her_letters_with_their_state(world: World):
    page = as_user(world.berta.user).get("/admin/letters/").content.decode()
    assert "Bertas letter" in page
    assert "Draft" in page
    assert "Annas secret letter" not in page


def test_writing_a_letter_makes_a_draft_of_hers_and_opens_the_editor(world: World):
    client = as_user(world.berta.user)
    answer = client.post("/admin/letters/write/", {"seller": world.anna.pk})
    assert answer.status_code == 404, "nobody writes in somebody else's name"
    answer = client.post("/admin/letters/write/")
    letter = LetterPage.objects.latest("pk")
    assert answer["Location"] == f"/admin/pages/{letter.pk}/edit/"
    assert letter.seller == world.berta
    assert not letter.live
    assert client.get(answer["Location"]).status_code == 200


def test_looking_never_writes(world: World):
    before = LetterPage.objects.count()
    assert as_user(world.berta.user).get("/admin/letters/write/").status_code == 405
    assert LetterPage.objects.count() == before


def test_an_assistant_chooses_for_whom_she_writes(world: World):
    services.grant_writing(world.anna, to=world.assistant, by=None)
    client = as_user(world.assistant)
    page = client.get("/admin/letters/").content.decode()
    assert "for Anna Nowak" in page
    assert "for Berta Lis" in page
    client.post("/admin/letters/write/", {"seller": world.anna.pk})
    assert LetterPage.objects.latest("pk").seller == world.anna


def test_an_assistant_named_for_nobody_is_told_so():
    client = as_user(make_user("assistant"))
    assert client.get("/admin/letters/").status_code == 404
    assert "an administrator names you" in client.get("/admin/").content.decode()


def test_a_seller_meets_nothing_of_wagtails_tree(world: World):
    page = as_user(world.berta.user).get("/admin/").content.decode()
    for name in ('"explorer"', '"reports"', '"settings"', '"documents"', '"images"', '"snippets"', '"help"'):
        assert f'"name": {name}' not in page
    for label in ("Home", "Write", "Customers", "Letters", "My page"):
        assert label in page


def test_home_says_what_waits(world: World):
    page = as_user(world.berta.user).get("/admin/").content.decode()
    assert ", Berta</h1>" in page
    assert "Write on whenever you have a minute" in page
    assert "Annas secret letter" not in page


def test_leads_and_administrators_keep_wagtails_dashboard_and_have_no_letters_of_their_own(world: World):
    for user in (world.lead, world.administrator):
        assert as_user(user).get("/admin/").status_code == 200
        assert as_user(user).get("/admin/letters/").status_code == 404
        assert as_user(user).post("/admin/letters/write/", {"seller": world.anna.pk}).status_code == 404


def test_a_seller_changes_what_customers_read_about_her(world: World):
    client = as_user(world.berta.user)
    fields = {"name": "Berta Lis-Nowak", "job": "Shoes", "bio": "I walk a lot.", "photo": "", "sign_off": "Yours", "phone": ""}
    assert client.post("/admin/my-page/", fields).status_code == 302
    services.approve_profile(ProfileChange.objects.get(seller=world.berta), by=world.administrator)
    world.berta.refresh_from_db()
    assert (world.berta.name, world.berta.job) == ("Berta Lis-Nowak", "Shoes")
    assert type(world.berta.page).objects.get(seller=world.berta).title == "Berta Lis-Nowak"
    entry = AuditEntry.objects.filter(action="profiles.change_approved").latest("seq")
    assert "name" in entry.data["fields"]
    assert "Lis-Nowak" not in str(entry.data)


def test_a_picture_from_her_phone_becomes_her_photo(world: World):
    upload = SimpleUploadedFile("me.png", make_image().file.read(), "image/png")
    fields = {"name": "Berta", "job": "", "bio": "", "sign_off": "", "phone": "", "picture": upload}
    client = as_user(world.berta.user)
    assert client.post("/admin/my-page/", fields).status_code == 302
    services.approve_profile(ProfileChange.objects.get(seller=world.berta), by=world.administrator)
    world.berta.refresh_from_db()
    assert world.berta.photo.uploaded_by_user == world.berta.user


def test_a_file_that_is_no_picture_is_refused(world: World):
    upload = SimpleUploadedFile("me.png", b"<script>alert(1)</script>", "image/png")
    fields = {"name": "Berta", "job": "", "bio": "", "sign_off": "", "phone": "", "picture": upload}
    assert as_user(world.berta.user).post("/admin/my-page/", fields).status_code == 200
    world.berta.refresh_from_db()
    assert world.berta.photo is None


def test_a_seller_cannot_put_up_somebody_elses_picture(world: World):
    picture = make_image("Annas own")
    fields = {"name": "Berta", "job": "", "bio": "", "photo": picture.pk, "sign_off": "", "phone": ""}
    as_user(world.berta.user).post("/admin/my-page/", fields)
    world.berta.refresh_from_db()
    assert world.berta.photo is None


def test_a_line_break_never_gets_into_a_name(world: World):
    fields = {"name": "Berta\r\nBcc: x@example.com", "job": "", "bio": "", "photo": "", "sign_off": "", "phone": ""}
    as_user(world.berta.user).post("/admin/my-page/", fields)
    world.berta.refresh_from_db()
    assert "\n" not in world.berta.name
    assert "\r" not in world.berta.name


def test_only_sellers_have_a_page_of_their_own(world: World):
    for user in (world.lead, world.administrator, world.assistant):
        assert as_user(user).get("/admin/my-page/").status_code == 404
    assert make_seller("Celina").page.title == "Celina"
