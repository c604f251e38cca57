"""What comes from head office (topics, ideas), from tills and from a file of readers: refused with a word, or text wherever it is shown."""

import json

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from sellers.audience import tokens
from sellers.audience.models import Import, Topic
from sellers.desk.models import Idea, Purchase
from sellers.desk.services.purchases import admit_system
from tests.access.test_injections_through_the_doors import every_payload, page, printable, wounds
from tests.factories.audience import make_reader
from tests.factories.profiles import make_seller, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture(autouse=True)
def afresh():
    cache.clear()
    yield
    translation.deactivate()


@pytest.fixture
def anna():
    return make_seller("Anna Nowak")


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def whole(answers) -> None:
    assert [wound for one in answers for wound in wounds(page(one))] == []


@every_payload
def test_a_topic_stays_a_name_for_leads_writers_and_readers(anna, payload: str):
    lead, index = client_of(make_user("lead")), "/admin/readers/topics/"
    answers = [
        lead.post(index, {"name": payload[:60], "position": "0"}),
        lead.post(index, {"name": "Tea", "name_de": payload[:60], "position": "1"}),
    ]
    link = f"/p/{tokens.preferences_token(make_reader(anna).pk)}"
    answers += [lead.get(index), *(lead.get(f"{index}{topic.pk}/") for topic in Topic.objects.all())]
    answers += [Client().get(link), Client().get(f"{link}?lang=de"), client_of(anna.user).get("/admin/write/")]
    whole(answers)


@every_payload
def test_an_idea_is_text_at_home_and_in_the_letter_that_begins_with_it(anna, payload: str):
    lead, hers = client_of(make_user("lead")), client_of(anna.user)
    words = {"title": payload[:100], "text": payload, "subject": payload[:150], "opening": payload, "from_day": timezone.localdate()}
    answers = [lead.post("/admin/ideas/new/", {name: str(value) for name, value in words.items()})]
    answers += [lead.get("/admin/ideas/"), hers.get("/admin/"), hers.get("/admin/write/")]
    for idea in Idea.objects.all():
        answers += [lead.get(f"/admin/ideas/{idea.pk}/"), hers.post("/admin/write/begin/", {"idea": idea.pk}, follow=True)]
    whole(answers)
    assert Idea.objects.exists() or payload != printable(payload), "prose is taken, or this test sees nothing"


@every_payload
def test_what_a_till_reports_is_text_on_the_card(anna, payload: str):
    _, key = admit_system(printable(payload)[:80].strip() or "Till", by=make_user("administrator"))
    zofia = make_reader(anna, "Zofia", address="zofia@example.com")
    bought = {"number": payload[:80], "seller": anna.user.email, "address": "zofia@example.com", "at": timezone.now().isoformat()}
    bought |= {"total": "1.00", "currency": "PLN", "items": [{"name": payload[:100]}]}
    headers = {"authorization": f"Bearer {key}"}
    answers = [Client().post("/api/purchases", json.dumps(bought), content_type="application/json", headers=headers)]
    assert answers.pop().status_code in (201, 422)
    hers, boss = client_of(anna.user), client_of(make_user("administrator"))
    answers = [hers.get(f"/admin/customers/{zofia.pk}/"), hers.get("/admin/"), hers.get("/admin/went/"), boss.get("/admin/shop-systems/")]
    whole(answers)
    assert Purchase.objects.exists() or payload != printable(payload)


@every_payload
def test_a_file_of_readers_is_text_from_its_first_line_to_its_reasons(anna, payload: str):
    hers = client_of(anna.user)
    cell = payload.replace('"', '""')
    table = f'E-mail,First name,Notes,"{cell}"\nzofia@example.com,"{cell}","{cell}","{cell}"\nola@example.com,Ola,"{cell}",x\n'
    file = SimpleUploadedFile("readers.csv", table.encode(), content_type="text/csv")
    answers = [hers.post(reverse("readers:import"), {"file": file}, follow=True)]
    for run in Import.objects.all():
        there = reverse("readers:import_show", args=(run.pk,))
        columns = {"column_0": "address", "column_1": "first_name", "column_2": "note", "source": payload[:300]}
        answers += [hers.post(there, columns, follow=True), hers.get(f"{there}?columns=1"), hers.get(reverse("readers:import"))]
        answers.append(hers.post(reverse("readers:import_start", args=(run.pk,)), {"good_rows": "1"}, follow=True))
    answers += [hers.get("/admin/customers/"), hers.get("/admin/readers/")]
    whole(answers)
    assert Import.objects.exists()
