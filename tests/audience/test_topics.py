"""What letters can be about: kept by leads of the whole company, chosen by readers on their own page."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from hub.common.exceptions import NotAllowed
from hub.common.models import AuditEntry
from hub.company.models import Region
from sellers.audience import queries, services, tokens
from sellers.audience.exceptions import BadName, BadTopic
from sellers.audience.models import Topic
from tests.factories.audience import make_reader
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db
INDEX = "/admin/readers/topics/"


@pytest.fixture(autouse=True)
def afresh():
    cache.clear()
    yield
    translation.deactivate()


@pytest.fixture
def lead():
    return make_user("lead")


@pytest.fixture
def events(lead):
    return services.make_topic(name="Evenings in the shop", names={"de": "Abende im Laden"}, by=lead)


@pytest.fixture
def maria(events):
    return make_reader(make_seller())


def wish(client, reader, *topics, **more):
    data = {"do": "wishes", "list": reader.pk, "rhythm": "0", "topics": [topic.pk for topic in topics]}
    answer = client.post(f"/p/{tokens.preferences_token(reader.pk)}", data, follow=True, **more)
    return answer.content.decode()


def test_a_lead_makes_a_topic_in_the_browser_with_a_name_for_each_language(client, lead):
    client.force_login(lead)
    assert "every letter goes to everybody" in client.get(INDEX).content.decode()
    made = {"name": "New in the shop", "name_de": "Neu im Laden", "name_pl": "", "position": "3"}
    page = client.post(INDEX, made, follow=True).content.decode()
    topic = Topic.objects.get()
    assert "New in the shop" in page
    assert (topic.key, topic.name, topic.names, topic.position) == ("new-in-the-shop", "New in the shop", {"de": "Neu im Laden"}, 3)
    line = AuditEntry.objects.get(action="audience.topic_made")
    assert (line.subject, line.actor_id) == (f"topic:{topic.pk}", lead.pk)


def test_other_words_are_the_same_topic_and_choices_stay(client, lead, events, maria):
    wish(client, maria)
    client.force_login(lead)
    client.post(f"{INDEX}{events.pk}/", {"name": "Evenings", "name_ko": "저녁", "position": "1"})
    events.refresh_from_db()
    assert (events.key, events.name, events.names) == ("evenings-in-the-shop", "Evenings", {"ko": "저녁"})
    assert list(maria.muted.all()) == [events]


@pytest.mark.parametrize(("name", "error"), [("evenings in the SHOP", BadTopic), ("x" * 61, BadTopic), (" ", BadTopic), ("<b>", BadName)])
def test_a_name_that_readers_could_not_tell_from_another_is_refused(lead, events, name, error):
    with pytest.raises(error):
        services.make_topic(name=name, by=lead)


def test_two_names_that_look_alike_in_an_address_are_two_topics(lead, events):
    other = services.make_topic(name="Evenings, in the shop", by=lead)
    assert other.key == "evenings-in-the-shop-2"


def test_how_many_letters_are_about_it_stands_in_the_list_and_on_its_page(client, lead, events):
    other = services.make_topic(name="Tea", by=lead)
    for topic in (events, events, None):
        make_letter(make_seller(), topic=topic)
    client.force_login(lead)
    listed = client.get(INDEX).content.decode()
    assert [int(n) for n in re.findall(r'data-label="Letters about it" class="number">(\d+)<', listed)] == [2, 0]
    assert "2 letters are about it." in client.get(f"{INDEX}{events.pk}/").content.decode()
    assert "No letter is about it yet." in client.get(f"{INDEX}{other.pk}/").content.decode()


@pytest.mark.parametrize("role", ["seller", "assistant"])
def test_everybody_else_meets_nothing(client, events, role):
    user = make_seller().user if role == "seller" else make_user(role)
    client.force_login(user)
    for path in (INDEX, f"{INDEX}{events.pk}/"):
        assert client.get(path).status_code in (302, 404)
        assert client.post(path, {"name": "Mine", "do": "retire", "position": "0"}).status_code in (302, 404)
    with pytest.raises(NotAllowed):
        services.retire_topic(events, by=user)
    events.refresh_from_db()
    assert events.in_use and Topic.objects.count() == 1


def test_a_lead_of_one_region_keeps_no_topics_of_all(client, events):
    client.force_login(make_user("lead", region=Region.objects.create(name="South", code="south")))
    assert client.get(INDEX).status_code == 404
    assert "Topics of letters" not in client.get(reverse("readers:index")).content.decode()


def test_a_retired_topic_is_not_offered_and_what_was_said_about_it_stays(client, lead, events, maria):
    kept = services.make_topic(name="Offers", by=lead)
    wish(client, maria, kept)
    client.force_login(lead)
    client.post(f"{INDEX}{events.pk}/", {"do": "retire"})
    assert "Evenings in the shop" not in wish(client, maria, kept)
    assert list(maria.muted.all()) == [events]
    assert not queries.deliverable(seller=maria.seller, topic=events.pk).exists()
    client.post(f"{INDEX}{events.pk}/", {"do": "bring_back"})
    assert "Evenings in the shop" in wish(client, maria, kept)
    assert [line.action for line in AuditEntry.objects.filter(subject=f"topic:{events.pk}").order_by("seq")] == [
        "audience.topic_made",
        "audience.topic_retired",
        "audience.topic_back",
    ]


def test_it_is_named_in_the_readers_language_or_else_as_it_is(client, events, maria):
    services.choose_language(maria, "de", source="preferences")
    assert "Abende im Laden" in wish(client, maria, events)
    services.choose_language(maria, "pl", source="preferences")
    assert "Evenings in the shop" in wish(client, maria, events)


def test_only_who_asked_for_it_is_left_out_of_its_letters_and_of_no_others(lead, events):
    other, seller = services.make_topic(name="Offers", by=lead), make_seller()
    for name, muted in (("Both", [events, other]), ("One", [events]), ("None", [])):
        reader = make_reader(seller, name)
        services.set_preferences(reader, rhythm_days=0, pause_until=None, muted=[topic.pk for topic in muted], source="preferences")

    def names(**how):
        return sorted(queries.deliverable(seller=seller, **how).values_list("first_name", flat=True))

    assert names(topic=events.pk) == ["None"]
    assert names(topic=other.pk) == ["None", "One"]
    assert names() == ["Both", "None", "One"]
    assert queries.who_does_without(seller=seller, topic=events).count() == 2
