"""Ideas from head office: written for some sellers or all, found at home, begun from in one press, and counted."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.accounts.services import sync_roles
from hub.common.exceptions import NotAllowed
from sellers.desk.exceptions import BadIdea
from sellers.desk.models import Idea, IdeaUse
from sellers.desk.queries.ideas import ideas_at_home, may_change, running_ideas, standing_of
from sellers.desk.services.ideas import retire_idea, save_idea
from sellers.newsletters.models import LetterPage
from sellers.newsletters.queries import as_written
from sellers.profiles.services import grant_writing
from tests.factories.brandguard import approved_version
from tests.factories.company import make_region, make_shop
from tests.factories.newsletters import make_image
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 20)


@pytest.fixture
def anna():
    return make_seller("Anna Nowak")


@pytest.fixture
def lead():
    sync_roles()
    return make_user("lead")


def make_idea(by, title="The first cherries", **fields) -> Idea:
    return save_idea(None, by=by, **{"title": title, "text": "They come on Friday.", "from_day": timezone.localdate(), **fields})


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def offered(seller) -> list[str]:
    return [idea.title for idea in running_ideas(seller=seller)]


def test_an_idea_stands_at_home_and_one_press_begins_the_letter(anna, lead):
    version, picture = approved_version("cherry-prices"), make_image("Cherries")
    words = {"subject": "Cherries on Friday", "opening": "I tasted the first ones.\nThey are <dark> this year."}
    idea = make_idea(lead, **words, blocks=[version.block], picture=picture, picture_alt="A bowl of cherries")
    client = client_of(anna.user)
    assert "The first cherries" in client.get("/admin/").content.decode()
    answer = client.post("/admin/write/begin/", {"idea": idea.pk})
    letter = as_written(LetterPage.objects.get())
    assert answer.url == f"/admin/pages/{letter.pk}/edit/"
    assert (letter.subject, [block.block_type for block in letter.body]) == (
        "Cherries on Friday",
        ["text", "picture", "approved", "signature"],
    )
    assert "<p>{salutation|Hello},</p><p>I tasted the first ones.</p><p>They are &lt;dark&gt; this year.</p>" in letter.body[0].value.source
    assert (letter.body[1].value["image"], letter.body[2].value) == (picture, version)


def test_what_was_begun_from_leaves_the_home_and_head_office_sees_who(anna, lead):
    idea = make_idea(lead)
    client_of(anna.user).post("/admin/write/begin/", {"idea": idea.pk})
    assert ideas_at_home(seller=anna) == []
    assert "You began from it already" in client_of(anna.user).get("/admin/write/").content.decode()
    office = client_of(lead)
    assert "1 began a letter from it" in office.get("/admin/ideas/").content.decode()
    page = office.get(f"/admin/ideas/{idea.pk}/").content.decode()
    assert "Anna Nowak, North Quay" in page and "Draft" in page


def test_a_letter_thrown_away_leaves_the_use(anna, lead):
    idea = make_idea(lead)
    client_of(anna.user).post("/admin/write/begin/", {"idea": idea.pk})
    LetterPage.objects.get().delete()
    assert IdeaUse.objects.get().letter is None
    assert "the letter is gone" in client_of(lead).get(f"/admin/ideas/{idea.pk}/").content.decode()


def test_an_idea_is_for_everybody_or_for_the_regions_and_sellers_named(lead):
    anna, berta = make_seller("Anna Nowak"), make_seller("Berta Lis", shop=make_shop("Pier", region=make_region("south")))
    carla = make_seller("Carla Mai", shop=make_shop("Mill", region=make_region("west")))
    make_idea(lead, "all")
    make_idea(lead, "south", regions=[make_region("south")])
    make_idea(lead, "both", regions=[make_region("south")], sellers=[anna])
    assert {seller.name: sorted(offered(seller)) for seller in (anna, berta, carla)} == {
        "Anna Nowak": ["all", "both"],
        "Berta Lis": ["all", "both", "south"],
        "Carla Mai": ["all"],
    }


def test_an_idea_not_for_her_cannot_be_begun_from(anna, lead):
    idea = make_idea(lead, regions=[make_region("south")])
    assert client_of(anna.user).post("/admin/write/begin/", {"idea": idea.pk}).status_code == 404
    assert not LetterPage.objects.exists() and not IdeaUse.objects.exists()


@pytest.mark.parametrize(
    ("from_day", "until_day", "retired", "standing"),
    [
        (TODAY, None, False, "running"),
        (TODAY, TODAY, False, "running"),
        (TODAY - timedelta(9), TODAY - timedelta(1), False, "over"),
        (TODAY + timedelta(1), None, False, "coming"),
        (TODAY, None, True, "retired"),
    ],
)
def test_it_runs_from_its_first_day_to_its_last(anna, lead, monkeypatch, from_day, until_day, retired, standing):
    monkeypatch.setattr("sellers.desk.queries.ideas.today_of", lambda seller: TODAY)
    idea = make_idea(lead, from_day=from_day, until_day=until_day)
    if retired:
        retire_idea(idea, by=lead)
    assert standing_of(idea, TODAY) == standing
    assert offered(anna) == ([idea.title] if standing == "running" else [])


def test_retired_it_can_be_offered_again(anna, lead):
    idea, office = make_idea(lead), client_of(lead)
    office.post(f"/admin/ideas/{idea.pk}/retire/")
    assert offered(anna) == []
    office.post(f"/admin/ideas/{idea.pk}/take-up/")
    assert offered(anna) == [idea.title]


def test_a_text_she_may_not_use_is_left_out_of_her_letter(anna, lead):
    idea = make_idea(lead, blocks=[approved_version("south-only", regions=["south"]).block])
    client_of(anna.user).post("/admin/write/begin/", {"idea": idea.pk})
    assert [block.block_type for block in as_written(LetterPage.objects.get()).body] == ["text", "signature"]


def test_the_lead_of_a_region_speaks_to_her_own_sellers_alone(anna, lead):
    far, berta = make_region("far"), make_seller("Berta Lis", shop=make_shop("Pier", region=make_region("far")))
    hers = make_user("lead", region=far)
    mine = make_idea(hers, "for the far ones")
    assert (offered(anna), offered(berta)) == ([], ["for the far ones"])
    for named in ({"regions": [make_region("north")]}, {"sellers": [anna]}):
        with pytest.raises(NotAllowed):
            make_idea(hers, **named)
    for_all, for_anna = make_idea(lead, "all"), make_idea(lead, "anna", sellers=[anna])
    assert (may_change(mine, viewer=hers), may_change(for_all, viewer=hers)) == (True, False)
    office = client_of(hers)
    page = office.get("/admin/ideas/").content.decode()
    assert "for the far ones" in page and ">all<" in page and ">anna<" not in page
    assert office.get(f"/admin/ideas/{for_all.pk}/").status_code == 200
    assert office.post(f"/admin/ideas/{for_all.pk}/retire/").status_code == 404
    assert office.get(f"/admin/ideas/{for_anna.pk}/").status_code == 404
    assert Idea.objects.get(pk=for_all.pk).retired_at is None


def test_of_an_idea_for_all_a_regional_lead_sees_her_own_sellers_uses(anna, lead):
    hers, idea = make_user("lead", region=make_region("far")), make_idea(lead)
    client_of(anna.user).post("/admin/write/begin/", {"idea": idea.pk})
    assert "Anna Nowak" not in client_of(hers).get(f"/admin/ideas/{idea.pk}/").content.decode()
    assert "nobody has begun from it yet" in client_of(hers).get("/admin/ideas/").content.decode()


def test_it_is_written_and_changed_on_a_form_that_names_what_is_wrong(anna, lead):
    office, sent = client_of(lead), {"title": "Cherries", "text": "On Friday.", "from_day": "2026-05-20", "sellers": "anna nowak"}
    assert office.post("/admin/ideas/new/", sent | {"until_day": "2026-05-19"}).status_code == 200
    assert "nobody whom you look after" in office.post("/admin/ideas/new/", sent | {"sellers": "Nobody"}).content.decode()
    assert not Idea.objects.exists()
    assert office.post("/admin/ideas/new/", sent).status_code == 302
    idea = Idea.objects.get()
    assert list(idea.sellers.all()) == [anna]
    assert office.post(f"/admin/ideas/{idea.pk}/", sent | {"title": "Dark cherries", "sellers": ""}).status_code == 302
    idea.refresh_from_db()
    assert (idea.title, idea.sellers.count()) == ("Dark cherries", 0)


def test_two_sellers_of_one_name_are_told_apart_by_address(lead):
    first, _ = make_seller("Anna Nowak"), make_seller("Anna Nowak")
    office, sent = client_of(lead), {"title": "Cherries", "text": "On Friday.", "from_day": "2026-05-20"}
    assert "use the address" in office.post("/admin/ideas/new/", sent | {"sellers": "Anna Nowak"}).content.decode()
    office.post("/admin/ideas/new/", sent | {"sellers": first.user.email.upper()})
    assert list(Idea.objects.get().sellers.all()) == [first]


def test_a_picture_without_words_for_it_is_refused(lead):
    with pytest.raises(BadIdea) as refused:
        make_idea(lead, picture=make_image())
    assert refused.value.details == {"field": "picture_alt"}


def test_sellers_and_assistants_keep_no_ideas(anna, lead):
    idea = make_idea(lead)
    for role in ("seller", "assistant"):
        client = client_of(make_user(role))
        for path in ("", "new/", f"{idea.pk}/"):
            assert client.get(f"/admin/ideas/{path}").status_code == 404
        with pytest.raises(NotAllowed):
            make_idea(make_user(role))


def test_an_assistant_begins_from_it_for_the_seller_she_writes_for(anna, lead):
    idea, lucy = make_idea(lead), make_user("assistant")
    grant_writing(anna, to=lucy, by=None)
    client_of(lucy).post("/admin/write/begin/", {"idea": idea.pk, "seller": anna.pk})
    used = IdeaUse.objects.get()
    assert (used.seller, used.by) == (anna, lucy)


def test_the_list_costs_the_same_for_one_idea_and_for_twelve(lead):
    office = client_of(lead)

    def count() -> int:
        office.get("/admin/ideas/")
        with CaptureQueriesContext(connection) as captured:
            office.get("/admin/ideas/")
        return len(captured)

    make_idea(lead, regions=[make_region("south")])
    one = count()
    for number in range(11):
        make_idea(lead, f"Idea {number}", regions=[make_region("south")])
    assert count() == one
