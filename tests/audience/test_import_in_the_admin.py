"""A seller brings a table of customers in her browser, sees first what would come of it, and can take it back."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hub.common.models import AuditEntry, OutgoingMail
from sellers.audience import queries, services
from sellers.audience.models import ConsentEvent, Import, ImportFile, ImportRow, Person, Subscriber
from sellers.audience.services import staging, uploading
from tests.factories.audience import make_reader
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db
TEXT = "Kontakt;Vorname;Notiz\nmaria@example.com;Maria;citrus\neva@example.com;Eva;\n"
MEANING = {"column_0": "address", "column_1": "first_name", "column_2": "note", "source": "Paper cards", "consent_date": "2024-05-01"}


@pytest.fixture
def anna(client):
    seller = make_seller()
    client.force_login(seller.user)
    return seller


def bring(client, text=TEXT, name="customers.csv"):
    answer = client.post("/admin/readers/import/", {"file": SimpleUploadedFile(name, text.encode())})
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def page_of(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def imported(client, text=TEXT, **meaning):
    url = bring(client, text)
    assert client.post(url, MEANING | meaning).status_code == 302
    client.post(url + "start/", {"good_rows": "1"})
    return url, Import.objects.latest("pk")


def test_she_sees_columns_and_first_rows_then_the_report_then_her_readers(client, anna):
    url = bring(client)
    page = page_of(client, url)
    assert "maria@example.com" in page and "citrus" in page and "Kontakt" in page
    assert '<option value="address" selected>' in page and '<option value="first_name" selected>' in page
    client.post(url, MEANING)
    assert "Import 2 readers" in page_of(client, url) and not Subscriber.objects.exists()
    client.post(url + "start/")
    assert "Imported" in page_of(client, url)
    assert {reader.address for reader in queries.deliverable(seller=anna)} == {"maria@example.com", "eva@example.com"}
    assert not ImportFile.objects.exists()


def test_refused_rows_are_shown_and_downloaded_and_only_the_good_ones_can_come(client, anna):
    url = bring(client, TEXT + "nonsense;Ola;\nmaria@example.com;Maria;\n")
    client.post(url, MEANING)
    page = page_of(client, url)
    assert "Import the 2 good rows" in page and "whole e-mail address" in page and "Import 2 readers" not in page
    table = b"".join(client.get(url + "refused.csv").streaming_content).decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(table))] == ["Line", "4", "5"]
    client.post(url + "start/")
    assert not Subscriber.objects.exists()
    client.post(url + "start/", {"good_rows": "1"})
    assert Subscriber.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"source": ""}, "without that nobody may be written to"),
        ({"column_0": ""}, "which column has the e-mail addresses"),
        ({"column_1": "address"}, "Two columns have the same meaning"),
        ({"consent_date": "2999-01-01"}, "lies in the future"),
    ],
)
def test_what_is_missing_is_said_and_nothing_goes_on(client, anna, change, said):
    url = bring(client)
    assert said in client.post(url, MEANING | change).content.decode()
    assert Import.objects.get().state == "uploaded"


def test_a_file_that_cannot_be_read_is_not_kept(client, anna):
    answer = client.post("/admin/readers/import/", {"file": SimpleUploadedFile("a.xls", b"\xd0\xcf\x11\xe0old")})
    assert "old or locked Excel" in answer.content.decode()
    assert not Import.objects.exists() and not ImportFile.objects.exists()


def test_the_columns_of_the_next_such_file_are_known(client, anna):
    imported(client, "A;B;C\nmaria@example.com;citrus;Maria\n", column_1="note", column_2="first_name")
    page = page_of(client, bring(client, "A;B;C\neva@example.com;mint;Eva\n"))
    assert '<option value="note" selected>' in page and '<option value="first_name" selected>' in page


def test_big_files_are_left_to_a_worker(client, anna, monkeypatch, django_capture_on_commit_callbacks):
    rung = []
    monkeypatch.setattr(uploading, "SMALL", 10)
    monkeypatch.setattr(uploading.queue, "ring", lambda task, run_id: rung.append(task))
    url = bring(client)
    client.post(url, MEANING)
    assert client.get(url)["Refresh"] == "3" and rung == ["check_upload"]
    run = Import.objects.get()
    services.check_upload(run.pk)
    client.post(url + "start/")
    assert rung == ["check_upload", "perform_import"] and not Subscriber.objects.exists()
    services.perform_import(run.pk)
    services.perform_import(run.pk)
    assert Subscriber.objects.count() == 2


def test_a_dead_worker_is_followed_by_another_and_old_files_are_thrown_away(client, anna, monkeypatch):
    rung = []
    bring(client)
    stale = Import.objects.get()
    Import.objects.filter(pk=stale.pk).update(state="running", begun_at=timezone.now() - timedelta(minutes=6))
    bring(client)
    Import.objects.filter(state="uploaded").update(created_at=timezone.now() - timedelta(hours=25))
    monkeypatch.setattr(uploading.queue, "ring", lambda task, run_id: rung.append((task, run_id)))
    services.sweep_imports()
    assert rung == [("perform_import", stale.pk)]
    assert [run.pk for run in Import.objects.all()] == [stale.pk] and ImportFile.objects.count() == 1


def test_somebody_who_leaves_between_check_and_import_stays_out(client, anna):
    url = bring(client)
    client.post(url, MEANING)
    services.suppress(address="eva@example.com", reason="manual")
    client.post(url + "start/")
    assert [reader.address for reader in queries.deliverable(seller=anna)] == ["maria@example.com"]
    assert Import.objects.get().report["suppressed"] == 1


def test_taking_back_forgets_those_nobody_wrote_to(client, anna):
    make_reader(make_seller("Berta Lis"), address="eva@example.com")
    url, _ = imported(client)
    assert "Yes, take it back" in page_of(client, url + "undo/") and Subscriber.objects.filter(seller=anna).count() == 2
    client.post(url + "undo/")
    assert not Subscriber.objects.filter(seller=anna).exists()
    assert [person.address for person in Person.objects.all()] == ["eva@example.com"]
    assert ConsentEvent.objects.filter(seller=anna, kind="taken_back").count() == 1
    assert AuditEntry.objects.get(action="audience.import_undone").data == {"seller": anna.pk, "taken_back": 2, "kept": 0}
    assert "Taken back" in page_of(client, url)


def test_taking_back_leaves_who_was_written_to_who_answered_and_who_left(client, anna, monkeypatch):
    text = "Kontakt;Vorname;Notiz\n" + "".join(f"{word}@example.com;;\n" for word in ("written", "yes", "left", "free"))
    url, run = imported(client, text, consent_date="")
    services.ask_imported()
    readers = {reader.person.address.split("@")[0]: reader for reader in run.readers.select_related("person")}
    services.confirm(ConsentEvent.objects.get(kind="added", person=readers["yes"].person).pk)
    services.unsubscribe(readers["left"], source="link")
    monkeypatch.setattr(queries.imports, "_written_to", [lambda ids: {readers["written"].pk}])
    client.post(url + "undo/")
    assert {reader.person.address.split("@")[0] for reader in Subscriber.objects.all()} == {"written", "yes", "left"}
    assert not OutgoingMail.objects.filter(to="free@example.com").exists()
    assert Import.objects.get().report["kept"] == 3


def test_delivery_says_whom_a_letter_was_written_to():
    from sellers.delivery.queries import readers_written_to

    assert readers_written_to in queries.imports._written_to


def test_her_list_leaves_as_a_file_by_a_post_alone_and_the_trail_says_how_many(client, anna):
    make_reader(anna, "=HYPERLINK(1)", address="maria@example.com", note="+48 123")
    make_reader(make_seller("Berta Lis"), "Zofia", address="zofia@example.com")
    assert client.get("/admin/readers/export/").status_code == 405
    answer = client.post("/admin/readers/export/", {"kind": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [rows[1][0], rows[1][1], rows[1][-1]] == ["maria@example.com", "'=HYPERLINK(1)", "'+48 123"] and len(rows) == 2
    assert AuditEntry.objects.get(action="audience.exported").data == {"readers": 1, "kind": "csv"}
    assert "attachment" in answer["Content-Disposition"] and "no-store" in answer["Cache-Control"]


def test_her_list_leaves_as_a_workbook_whose_cells_are_all_text(client, anna):
    from openpyxl import load_workbook

    make_reader(anna, "Maria", address="maria@example.com", note="=1+1")
    answer = client.post("/admin/readers/export/", {"kind": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.value for cell in sheet[2]][0] == "maria@example.com" and sheet[2][8].value == "'=1+1"
    assert {cell.data_type for row in sheet for cell in row if cell.value is not None} == {"s"}


@pytest.mark.parametrize("role", ["seller", "assistant", "lead", "administrator"])
def test_an_import_exists_for_nobody_else(client, role):
    anna = make_seller()
    run = services.receive_upload(seller=anna, name="secret.csv", content=TEXT.encode(), by=anna.user)
    client.force_login(make_seller("Berta Lis").user if role == "seller" else make_user(role))
    for route in ("", "start/", "refused.csv", "undo/", "discard/"):
        for method in ("get", "post"):
            answer = getattr(client, method)(f"/admin/readers/import/{run.pk}/{route}", MEANING)
            assert answer.status_code in (404, 405) and "maria@" not in answer.content.decode()
    if role != "seller":
        assert client.get("/admin/readers/import/").status_code == client.post("/admin/readers/export/").status_code == 404
    run.refresh_from_db()
    assert run.state == "uploaded"


def being_checked(anna, monkeypatch, rows=3000):
    """An import of three chunks that a worker is about to check."""
    content = "E-Mail,Quelle der Einwilligung\n" + "".join(f"r{n}@example.com,fair\n" for n in range(rows))
    run = services.receive_upload(seller=anna, name="big.csv", content=content.encode(), by=anna.user)
    monkeypatch.setattr(uploading, "SMALL", 0)
    monkeypatch.setattr(uploading.queue, "ring", lambda *args: None)
    services.choose_columns(run, columns=run.columns, source="", consent_date=None, by=anna.user)
    run.refresh_from_db()
    return run


def test_a_check_shows_how_far_it_is_and_ends_when_it_is_stopped(client, anna, monkeypatch):
    run, seen = being_checked(anna, monkeypatch), []
    original = staging.insert_like

    def watched(template, rows):
        original(template, rows)
        seen.append(Import.objects.get(pk=run.pk).progress)
        if len(seen) == 2:
            client.post(f"/admin/readers/import/{run.pk}/discard/")

    monkeypatch.setattr(staging, "insert_like", watched)
    services.check_upload(run.pk)
    assert seen == [1000, 2000]
    assert not Import.objects.exists() and not ImportRow.objects.exists() and not Person.objects.exists()


def test_of_two_workers_on_one_check_the_second_stops_the_first_and_nobody_comes_twice(client, anna, monkeypatch):
    run, original, turns = being_checked(anna, monkeypatch), staging.insert_like, []

    def interrupted(template, rows):
        original(template, rows)
        turns.append(1)
        if len(turns) == 1:
            services.check_upload(run.pk)

    monkeypatch.setattr(staging, "insert_like", interrupted)
    services.check_upload(run.pk)
    assert ImportRow.objects.filter(run=run).count() == 3000
    services.start_import(Import.objects.get(pk=run.pk), good_rows=False, by=anna.user)
    services.perform_import(run.pk)
    assert Subscriber.objects.count() == 3000 and not ImportRow.objects.exists()


def test_who_left_or_came_between_check_and_import_is_left_out_then(client, anna):
    url = bring(client)
    client.post(url, MEANING)
    make_reader(anna, address="maria@example.com", state="left")
    make_reader(anna, address="eva@example.com")
    client.post(url + "start/")
    run = Import.objects.get()
    assert (run.report["added"], run.report["suppressed"], run.report["already"], run.report["active"]) == (0, 1, 1, 0)
