"""A file of readers comes onto a list with proof, whole, or not at all."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import Workbook

from hub.common.models import AuditEntry, OutgoingMail
from hub.common.tokens import address_hash
from sellers.audience import queries, services
from sellers.audience.exceptions import NothingImported
from sellers.audience.models import ConsentEvent, Import, Person, Subscriber, Suppression
from tests.factories.audience import make_reader
from tests.factories.profiles import make_seller

pytestmark = pytest.mark.django_db
GOOD = "E-Mail;Vorname;Nachname;Notiz\nMaria@Example.com;Maria;Kot;citrus\neva@example.com;Eva;Lis;\n"
MIXED = GOOD + "nonsense;Ola;Kot;\nola@example.com;<b>Ola</b>;Kot;\nEVA@example.com;Eva;Lis;\n"


@pytest.fixture
def anna():
    return make_seller()


def bring(tmp_path, seller, text=GOOD, *, source="Paper form in the shop", day="2024-05-01", **options):
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    day = date.fromisoformat(day) if day else None
    return services.import_file(seller=seller, path=path, by=seller.user, source=source, consent_date=day, **options)


def reasons(rows):
    return [row["line"] for row in rows]


def test_who_has_a_stated_source_and_day_is_active_with_that_as_her_proof(tmp_path, anna):
    report = bring(tmp_path, anna)
    assert (report["rows"], report["added"], report["active"], report["to_be_asked"], report["refused"]) == (2, 2, 2, 0, [])
    reader = Subscriber.objects.get(person__address="maria@example.com")
    assert (reader.state, reader.name, reader.note) == ("active", "Maria Kot", "citrus")
    assert {found.address for found in queries.deliverable(seller=anna)} == {"maria@example.com", "eva@example.com"}
    proof = queries.consent_history(subscriber=reader).get()
    assert (proof.kind, proof.at.date(), proof.stated, proof.line) == ("imported", date(2024, 5, 1), "Paper form in the shop", 2)
    assert (proof.imported_by.sha256, proof.imported_by.by) == (report["sha256"], anna.user)
    assert not OutgoingMail.objects.exists()


def test_without_a_day_each_is_asked_by_mail_a_few_at_a_time(tmp_path, anna):
    report = bring(tmp_path, anna, day="")
    assert (report["active"], report["to_be_asked"]) == (0, 2)
    assert not queries.deliverable(seller=anna).exists() and not OutgoingMail.objects.exists()
    assert services.ask_imported(limit=1) == 1
    assert OutgoingMail.objects.get().kind == "audience.confirm"
    assert services.ask_imported() == 1
    assert services.ask_imported() == 0
    request = ConsentEvent.objects.filter(kind="added").first()
    services.confirm(request.pk)
    assert queries.deliverable(seller=anna).count() == 1


def test_nobody_is_forgotten_while_she_waits_for_her_question_and_everybody_7_days_after_it(tmp_path, anna):
    bring(tmp_path, anna, day="")
    Subscriber.objects.update(added_at=timezone.now() - timedelta(days=30))
    assert services.expire_pending() == 0
    services.ask_imported()
    assert services.expire_pending() == 0
    ConsentEvent.objects.filter(kind="added").delete()
    assert services.expire_pending() == 2
    assert not Person.objects.exists()


def test_no_source_no_import(tmp_path, anna):
    with pytest.raises(NothingImported, match="where these people agreed"):
        bring(tmp_path, anna, source=" ")
    assert not Person.objects.exists()


def test_a_column_says_where_and_when_for_each_row(tmp_path, anna):
    text = (
        "email,name,Consent source,Consent date\na@example.com,Anna Maria Kot,Fair in Poznań,31.05.2024\n"
        "b@example.com,\"Lis, Eva\",Web,2023-02-01 10:00:00\nc@example.com,Ola,Web,\nd@example.com,Iga,,2023-02-01\n"
        "e@example.com,Jan,Web,05/31/2024\nf@example.com,Jan,Web,2999-01-01\n"
    )  # fmt: skip
    report = bring(tmp_path, anna, text, source="", day="", good_rows=True)
    assert (report["added"], report["active"], reasons(report["refused"])) == (3, 2, [5, 6, 7])
    stated = {e.person.address: (e.kind, e.stated) for e in ConsentEvent.objects.select_related("person")}
    assert stated["a@example.com"] == ("imported", "Fair in Poznań")
    assert stated["c@example.com"] == ("listed", "Web")
    names = dict(Subscriber.objects.values_list("person__address", "last_name"))
    assert (names["a@example.com"], names["b@example.com"]) == ("Kot", "Lis")


def test_one_bad_row_keeps_everybody_out_unless_the_good_rows_are_asked_for(tmp_path, anna):
    report = bring(tmp_path, anna, MIXED)
    assert (report["rows"], report["added"], report["good"], reasons(report["refused"])) == (5, 0, 2, [4, 5])
    assert "whole e-mail address" in report["refused"][0]["reason"] and "no links" in report["refused"][1]["reason"]
    assert not Person.objects.exists() and not Import.objects.exists()
    report = bring(tmp_path, anna, MIXED, good_rows=True)
    assert (report["added"], report["duplicates"], Subscriber.objects.count()) == (2, 1, 2)
    assert report["left_out"] == [{"line": 6, "reason": "The same address as in line 3."}]


def test_a_dry_run_tells_the_same_and_changes_nothing(tmp_path, anna):
    dry = bring(tmp_path, anna, MIXED, dry_run=True)
    assert (
        not Person.objects.exists() and not Import.objects.exists() and not AuditEntry.objects.filter(action="audience.imported").exists()
    )
    real = bring(tmp_path, anna, MIXED, good_rows=True)
    assert {key: dry[key] for key in ("rows", "added", "refused", "left_out")} == {
        key: real[key] for key in ("rows", "added", "refused", "left_out")
    }


def test_who_may_not_be_written_to_stays_out_and_all_get_the_same_reason(tmp_path, anna):
    berta = make_seller("Berta Lis")
    make_reader(anna, address="left@example.com", state="left")
    services.unsubscribe(make_reader(berta, address="everybody@example.com"), source="link", everywhere=True)
    services.erase_person(make_reader(berta, address="erased@example.com").person, source="link")
    services.suppress(address="bounced@example.com", reason=Suppression.Reason.BOUNCED)
    services.suppress(address="manual@example.com", reason=Suppression.Reason.MANUAL, seller=anna)
    services.suppress(address="fine@example.com", reason=Suppression.Reason.MANUAL, seller=berta)
    make_reader(anna, address="there@example.com")
    words = ("left", "everybody", "erased", "bounced", "manual", "fine", "there")
    report = bring(tmp_path, anna, "mail\n" + "".join(f"{word}@example.com\n" for word in words))
    assert (report["added"], report["suppressed"], report["already"]) == (1, 5, 1)
    assert len({row["reason"] for row in report["left_out"] if row["line"] != 8}) == 1
    assert {found.address for found in queries.deliverable(seller=anna)} == {"fine@example.com", "there@example.com"}
    assert not Person.objects.filter(address_hash=address_hash("erased@example.com")).exists()


def test_whom_the_file_itself_calls_unsubscribed_stays_out(tmp_path, anna):
    text = "email,status,Unsubscribed from all email\na@example.com,Subscribed,false\nb@example.com,Unsubscribed,\nc@example.com,,TRUE\n"
    report = bring(tmp_path, anna, text)
    assert (report["added"], report["suppressed"]) == (1, 2)


def test_a_file_without_a_header_is_read_by_where_the_addresses_stand(tmp_path, anna):
    report = bring(tmp_path, anna, "Maria,maria@example.com\nEva,eva@example.com\n")
    assert (report["added"], report["columns"]) == (2, {"address": 2})


def test_the_trail_holds_counts_and_no_address(tmp_path, anna):
    bring(tmp_path, anna)
    entry = AuditEntry.objects.get(action="audience.imported")
    assert entry.data["added"] == 2 and entry.actor_id == anna.user_id
    assert "example.com" not in json.dumps(entry.data)


def test_everything_adds_up(tmp_path, anna):
    make_reader(anna, address="eva@example.com")
    report = bring(tmp_path, anna, MIXED, good_rows=True)
    assert report["rows"] == report["added"] + report["already"] + report["duplicates"] + report["suppressed"] + len(report["refused"])


def test_rows_are_written_many_at_a_time(tmp_path, anna, django_assert_max_num_queries):
    with django_assert_max_num_queries(50):
        bring(tmp_path, anna, "mail\n" + "".join(f"r{n}@example.com\n" for n in range(900)))


def run(*arguments):
    out = StringIO()
    try:
        call_command("import_subscribers", *map(str, arguments), stdout=out)
    except CommandError as error:
        return error.returncode, out.getvalue(), str(error)
    return 0, out.getvalue(), ""


def test_the_command_prints_its_report_as_json(tmp_path, anna):
    book = Workbook()
    book.active.append(["Kontakt", "Wer"])
    book.active.append(["maria@example.com", "Maria Kot"])
    book.save(tmp_path / "list.xlsx")
    options = ["--seller", anna.user.email, tmp_path / "list.xlsx", "--map", "name=Wer", "--source", "Fair"]
    code, out, _ = run(*options, "--dry-run")
    assert (code, json.loads(out)["added"], Subscriber.objects.count()) == (0, 1, 0)
    code, out, _ = run(*options, "--consent-date", "2024-05-01")
    assert (code, json.loads(out)["added"], Subscriber.objects.get().name) == (0, 1, "Maria Kot")


def test_the_command_says_in_a_sentence_why_it_cannot(tmp_path, anna):
    (tmp_path / "a.csv").write_text(MIXED)
    (tmp_path / "b.csv").write_text("colour;size\nred;4\n")
    me = ["--seller", anna.user.email]
    assert run(*me, tmp_path / "none.csv")[::2] == (1, "The file cannot be opened: No such file or directory.")
    assert "No column has e-mail addresses" in run(*me, tmp_path / "b.csv")[2]
    assert "where these people agreed" in run(*me, tmp_path / "a.csv")[2]
    assert "No seller" in run("--seller", "who@example.com", tmp_path / "a.csv")[2]
    code, out, said = run(*me, tmp_path / "a.csv", "--source", "Fair")
    assert (code, json.loads(out)["added"], "nobody was imported" in said) == (1, 0, True)
