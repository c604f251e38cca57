"""What a reader chooses for herself: how often, about what, from when on, in which language; and the one question when she leaves."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone, translation

from hub.common.models import AuditEntry
from sellers.audience import tokens
from sellers.audience.models import Note, Topic
from tests.factories.audience import make_reader
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def afresh():
    cache.clear()
    yield
    translation.deactivate()


@pytest.fixture
def maria():
    return make_reader(make_seller())


def page_of(reader) -> str:
    return f"/p/{tokens.preferences_token(reader.pk)}"


def test_her_wishes_are_taken_shown_again_and_hers_alone(client, maria):
    tea, cups = (Topic.objects.create(key=key, name=key.title()) for key in ("tea", "cups"))
    berta = make_reader(make_seller("Berta Lis"), address=maria.person.address)
    later = timezone.localdate() + timedelta(days=20)
    wishes = {"do": "wishes", "list": maria.pk, "rhythm": "7", "pause_until": later.isoformat(), "topics": [tea.pk]}
    page = client.post(page_of(maria), wishes, follow=True).content.decode()
    maria.refresh_from_db()
    berta.refresh_from_db()
    assert "Done. It counts from now on." in page and f'value="{later.isoformat()}"' in page
    assert (maria.rhythm_days, maria.pause_until, list(maria.muted.all())) == (7, later, [cups])
    assert (berta.rhythm_days, berta.pause_until, list(berta.muted.all())) == (0, None, [])


@pytest.mark.parametrize(
    "wrong", [{"rhythm": "3"}, {"rhythm": ""}, {"rhythm": "7", "pause_until": "soon"}, {"rhythm": "7", "topics": ["x"]}]
)
def test_what_is_no_wish_changes_nothing(client, maria, wrong):
    Topic.objects.create(key="tea", name="Tea")
    page = client.post(page_of(maria), {"do": "wishes", "list": maria.pk, **wrong}).content.decode()
    maria.refresh_from_db()
    assert "Done." not in page and (maria.rhythm_days, maria.pause_until) == (0, None)


def test_a_pause_of_years_is_answered_with_a_better_word(client, maria):
    wish = {"do": "wishes", "list": maria.pk, "rhythm": "0", "pause_until": (timezone.localdate() + timedelta(days=900)).isoformat()}
    assert "A pause lasts a year at most" in client.post(page_of(maria), wish).content.decode()


def test_the_language_she_chooses_holds_for_all_her_sellers_from_that_page_on(client, maria):
    berta = make_reader(make_seller("Berta Lis"), address=maria.person.address)
    page = client.post(page_of(maria), {"do": "language", "language": "de"}, follow=True).content.decode()
    berta.refresh_from_db()
    assert 'lang="de" dir="ltr"' in page and "Wem ich folge" in page and berta.language == "de"
    client.post(page_of(maria), {"do": "language", "language": "xx"})
    maria.refresh_from_db()
    assert maria.language == "de"


def test_she_reads_everything_that_is_kept_about_her_and_nothing_of_others(client, maria):
    maria.tastes, maria.looks_for, maria.phone = "green tea", "a pot for one", "+48 1"
    maria.save()
    Note.objects.create(subscriber=maria, on=timezone.localdate(), text="Came with her <b>aunt</b>", written_at=timezone.now())
    make_reader(maria.seller, "Zofia", address="zofia@example.com", note="secret")
    page = client.get(f"{page_of(maria)}/about").content.decode()
    for words in (
        maria.person.address,
        "green tea",
        "a pot for one",
        "+48 1",
        "Came with her &lt;b&gt;aunt&lt;/b&gt;",
        "I asked for letters",
    ):
        assert words in page
    assert "Zofia" not in page and "secret" not in page


def test_after_leaving_there_is_one_question_and_its_answer_names_nobody(client, maria):
    leave = f"/u/{tokens.unsubscribe_token(maria.pk)}"
    assert "You need not answer" in client.post(leave).content.decode()
    page = client.post(f"{leave}/why", {"why": "too_many"}).content.decode()
    assert "counted without your name" in page and "You need not answer" not in page and "I left by mistake" in page
    answer = AuditEntry.objects.get(action="audience.left_why")
    assert (answer.subject, answer.data, answer.actor_id) == (f"seller:{maria.seller_id}", {"why": "too_many"}, None)


def test_answers_are_counted_once_a_day_and_nonsense_never(client, maria):
    why = f"/u/{tokens.unsubscribe_token(maria.pk)}/why"
    for answer in ("nonsense", "", "other", "other", "too_many"):
        assert client.post(why, {"why": answer}).status_code == 200
    assert AuditEntry.objects.filter(action="audience.left_why").count() == 1
    assert client.get(why).status_code == 302
