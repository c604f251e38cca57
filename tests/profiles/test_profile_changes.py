"""A changed profile is reviewed like a letter: customers read the former words until somebody else says yes."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Pillow

from hub.common.exceptions import BadHeader, HubError, NotAllowed
from hub.common.models import AuditEntry
from sellers.profiles import queries, services
from sellers.profiles.difference import difference
from sellers.profiles.exceptions import WordsRefused
from sellers.profiles.models import ProfileChange, Seller
from tests.factories.brandguard import live_rule
from tests.factories.company import make_region
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Seller:
    return make_seller("Anna Nowak", bio="I know tea.")


def propose(anna: Seller, **wanted: str) -> ProfileChange:
    return services.propose_profile(anna, by=anna.user, **wanted)


def public(anna: Seller) -> str:
    return Client().get(anna.page.url).content.decode()


def png() -> SimpleUploadedFile:
    data = io.BytesIO()
    Pillow.new("RGB", (400, 400), "#7a3b69").save(data, "PNG")
    return SimpleUploadedFile("me.png", data.getvalue(), "image/png")


def test_customers_read_the_former_words_until_a_lead_says_yes(anna: Seller):
    change = propose(anna, bio="I know tea and coffee.", name="Anna Maria Nowak")
    assert "I know tea.</p>" in public(anna)
    assert "Anna Maria" not in public(anna)
    services.approve_profile(change, by=make_user("lead"))
    assert "tea and coffee" in public(anna)
    assert "Anna Maria Nowak" in public(anna)
    anna.page.refresh_from_db()
    assert anna.page.title == "Anna Maria Nowak"


def test_a_new_picture_too_waits(anna: Seller):
    change = services.propose_profile(anna, by=anna.user, picture=png())
    anna.refresh_from_db()
    assert anna.photo is None
    services.approve_profile(change, by=make_user("administrator"))
    anna.refresh_from_db()
    assert anna.photo == change.photo


def test_nobody_approves_her_own_whatever_else_she_becomes(anna: Seller):
    change = propose(anna, bio="Mine.")
    for role, superuser in (("lead", False), ("administrator", False), ("administrator", True)):
        anna.user.role, anna.user.is_superuser = role, superuser
        anna.user.save()
        with pytest.raises(NotAllowed):
            services.approve_profile(change, by=anna.user)
        assert not queries.profile_changes_for(viewer=anna.user).exists()


def test_only_who_looks_after_her_decides_and_only_she_proposes(anna: Seller):
    change = propose(anna, bio="New.")
    far, other = make_user("lead", region=make_region("elsewhere")), make_seller("Berta Lis")
    for by in (far, other.user, make_user("assistant")):
        with pytest.raises(NotAllowed):
            services.approve_profile(change, by=by)
        with pytest.raises(NotAllowed):
            services.return_profile(change, by=by, note="No")
        with pytest.raises(NotAllowed):
            services.propose_profile(anna, by=by, bio="Theirs")
        with pytest.raises(NotAllowed):
            services.withdraw_profile(anna, by=by)


def test_a_brand_rule_stops_the_words_when_she_sends_them_and_once_more_at_the_yes(anna: Seller):
    change = propose(anna, bio="I give a guarantee.")
    live_rule(word="guarantee")
    with pytest.raises(WordsRefused) as refused:
        services.approve_profile(change, by=make_user("lead"))
    assert "“guarantee”: We promise only what we can keep." in refused.value.details["fields"]["bio"]
    with pytest.raises(WordsRefused):
        propose(anna, sign_off="Guar\u200bantee, Anna")
    assert "guarantee" not in public(anna)


def test_a_second_wish_replaces_the_first_and_nothing_new_asks_nobody(anna: Seller):
    first, second = propose(anna, bio="One."), propose(anna, bio="Two.")
    first.refresh_from_db()
    assert (first.state, second.state) == ("withdrawn", "waiting")
    with pytest.raises(HubError, match="decided or taken back"):
        services.approve_profile(first, by=make_user("lead"))
    assert propose(anna, bio="I know tea.") is None
    assert not queries.profile_changes_for(viewer=make_user("lead")).exists()


def test_it_comes_back_with_a_reason_that_she_reads(anna: Seller, client: Client):
    change, lead = propose(anna, bio="Buy!"), make_user("lead")
    with pytest.raises(HubError, match="Say what"):
        services.return_profile(change, by=lead, note="  ")
    services.return_profile(change, by=lead, note="Softer, please.")
    client.force_login(anna.user)
    page = client.get("/admin/my-page/").content.decode()
    assert "Softer, please." in page
    assert "Buy!" in page, "her words stay in the form"
    assert "I know tea." in public(anna)


def test_on_her_phone_she_sends_sees_that_it_waits_and_takes_it_back(anna: Seller, client: Client):
    client.force_login(anna.user)
    fields = {"name": "Anna Nowak", "job": "Tea", "bio": "I know tea.", "sign_off": "Yours, Anna", "phone": ""}
    assert client.post("/admin/my-page/", {**fields, "picture": png()}).status_code == 302
    assert "Waits for marketing" in client.get("/admin/my-page/").content.decode()
    client.post("/admin/my-page/", {"withdraw": "1"})
    assert ProfileChange.objects.get().state == "withdrawn"
    live_rule(word="guarantee")
    page = client.post("/admin/my-page/", {**fields, "bio": "A guarantee <b>"}).content.decode()
    assert "We promise only what we can keep." in page
    bad = client.post("/admin/my-page/", {**fields, "name": "Anna\u202eNowak"}).content.decode()
    assert "invisible sign" in bad


def test_a_lead_sees_old_and_new_and_decides_with_a_click(anna: Seller, client: Client):
    change = propose(anna, bio="I know coffee & <tea>.")
    client.force_login(make_user("lead"))
    assert "Anna Nowak" in client.get("/admin/profiles/").content.decode()
    page = client.get(f"/admin/profiles/{change.pk}/").content.decode()
    assert "<del>tea.</del><ins>coffee &amp; &lt;tea&gt;.</ins>" in page
    assert client.post(f"/admin/profiles/{change.pk}/", {"approve": "1"}).status_code == 302
    assert "coffee &amp; &lt;tea&gt;" in public(anna)
    assert "Nothing waits" in client.get("/admin/profiles/").content.decode()


def test_others_do_not_find_the_list(anna: Seller, client: Client):
    change = propose(anna, bio="New.")
    for user in (anna.user, make_user("assistant")):
        client.force_login(user)
        assert client.get("/admin/profiles/").status_code == 404
        assert client.post(f"/admin/profiles/{change.pk}/", {"approve": "1"}).status_code == 404


def test_header_breaks_are_refused_and_the_trail_names_fields_and_no_words(anna: Seller):
    with pytest.raises(BadHeader):
        propose(anna, name="Anna\r\nBcc: x@example.com")
    services.approve_profile(propose(anna, bio="Secret words"), by=make_user("lead"))
    lines = AuditEntry.objects.filter(action__startswith="profiles.change")
    assert [(line.action, line.data["fields"]) for line in lines] == [
        ("profiles.change_proposed", ["bio"]),
        ("profiles.change_approved", ["bio"]),
    ]
    assert "Secret" not in str([line.data for line in lines])


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("one two", "one three", [("same", "one "), ("gone", "two"), ("new", "three")]),
        ("", "new", [("new", "new")]),
        ("old", "", [("gone", "old")]),
        ("same", "same", [("same", "same")]),
    ],
)
def test_a_difference_is_told_word_by_word(before: str, after: str, pieces: list):
    assert difference(before, after) == pieces
