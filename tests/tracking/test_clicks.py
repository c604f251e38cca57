"""Links that are counted: what stands in a letter, where it leads, what is written down, and what follows from it."""

import email
import email.policy
import os
import re
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from hub.company.models import BrandKit
from sellers.audience.services import erase_person
from sellers.delivery.links import TRAP, track_token
from sellers.delivery.models import Chunk
from sellers.newsletters.payload import LetterPayload
from sellers.tracking import records, signals
from sellers.tracking.door import Door
from sellers.tracking.models import Event, Reply, Tally
from sellers.tracking.services.loading import judge_anew, load_records
from sellers.tracking.verdicts import judge
from tests.factories.tracking import sent_issue

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
LINKS = [("text", '<p>See <a href="https://shop.example/a?x=1&amp;y=2">this</a> and <a href="https://shop.example/b">that</a></p>')]


def issue_with(policy, *, readers=3):
    brand = BrandKit.load()
    brand.tracking = policy
    brand.save()
    issue = sent_issue(readers=readers, body=LINKS)
    Chunk.objects.filter(issue=issue).update(claimed_at=timezone.now() - timedelta(hours=1))
    return issue


@pytest.fixture
def personal(outbox):
    return issue_with("personal")


@pytest.fixture
def folder(settings):
    return Path(settings.RECORDS_DIR)


def ask(path, *, method="GET", agent=BROWSER, address="198.51.100.7", **more):
    """(status, headers, body) of the door; what is not its own goes to a Django that always says 418."""
    said = {}

    def start(status, headers, *_):
        said.update(status=int(status.split()[0]), headers=dict(headers))

    def django(environ, start):
        start("418 Teapot", [])
        return [b""]

    environ = {"PATH_INFO": path, "REQUEST_METHOD": method, "HTTP_USER_AGENT": agent, "REMOTE_ADDR": address, **more}
    body = b"".join(Door(django)(environ, start))
    return said["status"], said["headers"], body


def parts(envelope):
    mail = email.message_from_bytes(envelope.data, policy=email.policy.default)
    return mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()


def click(delivery, link=0, **more):
    return ask(f"/c/{track_token(delivery.issue_id, delivery.pk)}/{link}", **more)


def look(delivery, **more):
    return ask(f"/o/{track_token(delivery.issue_id, delivery.pk)}.gif", **more)


def sums(issue, kind="click", link=-1):
    return {t.verdict: (t.events, t.readers) for t in Tally.objects.filter(issue=issue, kind=kind, link=link) if t.events}


def test_without_counting_the_links_are_as_approved(outbox):
    issue_with("off")
    text, html = parts(outbox[0])
    assert 'href="https://shop.example/a?x=1&amp;y=2"' in html and "/c/" not in html and "/o/" not in html


def test_anonymous_counting_gives_everybody_the_same_links_and_no_picture(outbox):
    issue = issue_with("anonymous")
    found = {tuple(re.findall(r"/c/([^/\"]+)/(\d+)", parts(envelope)[1])) for envelope in outbox}
    token = track_token(issue.pk)
    assert found == {((token, "0"), (token, "1"))}
    assert "/o/" not in parts(outbox[0])[1]


def test_personal_counting_names_the_copy_and_keeps_the_text_part_plain(personal, outbox):
    tokens = set()
    for envelope in outbox:
        text, html = parts(envelope)
        tokens |= set(re.findall(r"/[co]/([A-Za-z0-9_=-]{32})", html))
        assert "https://shop.example/b" in text and "/c/" not in text
        assert html.count("/o/") == 1 and f"/{TRAP}" in html and "shop.example" not in html
        assert max(len(line) for line in envelope.data.split(b"\r\n")) <= 78
    assert tokens == {track_token(personal.pk, delivery.pk) for delivery in personal.deliveries.all()}


def test_the_setting_is_a_ceiling_and_the_policy_is_approved_with_the_letter(settings, outbox):
    settings.TRACKING = "off"
    issue = issue_with("personal")
    assert LetterPayload.from_bytes(bytes(issue.artefact.payload)).tracking == "off"
    assert "/c/" not in parts(outbox[0])[1]


def test_a_click_leads_where_the_approved_link_led(personal):
    delivery = personal.deliveries.first()
    for method in ("GET", "HEAD"):
        status, headers, body = click(delivery, method=method)
        assert (status, headers["Location"], body) == (302, "https://shop.example/a?x=1&y=2", b"")
        assert headers["Referrer-Policy"] == "no-referrer" and "no-store" in headers["Cache-Control"]
    assert click(delivery, 1)[1]["Location"] == "https://shop.example/b"


@pytest.mark.parametrize(
    "path",
    [
        "/c/{token}/2",
        "/c/{token}/",
        "/c/{other}/0",
        "/c/x/0",
        "/c/{token}/0/https://evil.example",
        "/c/{forged}/0",
        "/o/x.gif",
        "/c/",
        "/o/{unsent}.gif",
    ],
)
def test_anything_else_leads_nowhere_and_is_not_recorded(personal, folder, path):
    token = track_token(personal.pk, personal.deliveries.first().pk)
    forged = ("A" if token[0] != "A" else "B") + token[1:]
    status, headers, _ = ask(path.format(token=token, other="z" * 32, forged=forged, unsent=track_token(999)))
    assert status == 404 and "Location" not in headers
    assert not records.files(folder)


def test_a_query_cannot_change_the_target(personal):
    assert click(personal.deliveries.first(), QUERY_STRING="to=https://evil.example&next=x")[1]["Location"].startswith(
        "https://shop.example/"
    )


def test_posting_changes_nothing(personal, folder):
    assert click(personal.deliveries.first(), method="POST")[0] == 405 and not records.files(folder)


def test_everything_else_is_django_s(personal):
    assert ask("/admin/")[0] == 418 and ask("/cat/")[0] == 418


def test_the_picture_is_a_picture(personal):
    status, headers, body = look(personal.deliveries.first())
    assert status == 200 and headers["Content-Type"] == "image/gif" and body.startswith(b"GIF89a")


def test_a_person_s_click_counts_once_for_a_reader_however_often(personal):
    one, two, _ = personal.deliveries.order_by("n")
    for delivery in (one, one, two):
        click(delivery)
    look(one)
    assert load_records() == 4 and load_records() == 0
    assert sums(personal) == {"human": (3, 2)} and sums(personal, link=0) == {"human": (3, 2)} and sums(personal, link=1) == {}
    assert sums(personal, "open") == {"human": (1, 1)}
    click(two)
    load_records()
    assert sums(personal) == {"human": (4, 2)}, "a later batch knows the readers of the earlier one"


@pytest.mark.parametrize(
    ("reason", "clicks"),
    [
        ("method", [{"method": "HEAD"}]),
        ("trap", [{"link": TRAP}]),
        ("scanner", [{"agent": "Mozilla/5.0 (compatible; Barracuda Sentinel)"}]),
        ("scanner", [{"agent": "python-requests/2.32"}]),
        ("every_link", [{"link": 0}, {"link": 1}]),
        ("trap_neighbour", [{"link": 0}, {"link": TRAP}]),
    ],
)
def test_machines_are_told_apart_by_what_they_do(personal, reason, clicks):
    for one in clicks:
        click(personal.deliveries.first(), **one)
    load_records()
    assert set(Event.objects.values_list("verdict", flat=True)) == {"machine"}
    assert reason in set(Event.objects.values_list("reason", flat=True))
    assert "human" not in sums(personal)


@pytest.mark.parametrize(
    ("apart", "links", "verdict"), [(0.9, 2, "machine"), (1.1, 2, "human"), (4, 2, "human"), (4, 3, "machine"), (6, 3, "human")]
)
def test_two_links_are_soon_opened_by_a_person_but_not_every_one_of_more(apart, links, verdict):
    start = timezone.now()
    moments = [start + timedelta(seconds=apart) * place / (links - 1) for place in range(links)]
    seen = [Event(kind="click", link=link, at=at, method="GET", network="n", agent=BROWSER) for link, at in enumerate(moments)]
    assert {found.verdict for found in judge(seen, links=links, handed_over=None)} == {verdict}


def test_nobody_reads_within_ten_seconds_of_the_hand_over(personal):
    Chunk.objects.filter(issue=personal).update(claimed_at=timezone.now() - timedelta(seconds=3))
    click(personal.deliveries.first())
    load_records()
    assert Event.objects.get().reason == "too_soon"


def test_a_later_batch_can_change_the_verdict_on_an_earlier_one(personal):
    click(personal.deliveries.first())
    load_records()
    assert sums(personal) == {"human": (1, 1)}
    click(personal.deliveries.first(), TRAP)
    load_records()
    assert sums(personal) == {"machine": (2, 1)}


def test_verdicts_can_be_made_again_from_the_evidence(personal, monkeypatch):
    click(personal.deliveries.first())
    load_records()
    monkeypatch.setattr("sellers.tracking.verdicts._SCANNERS", re.compile("Chrome"))
    assert judge_anew(personal) == {"machine": 1}
    assert sums(personal) == {"machine": (1, 1)}
    monkeypatch.undo()
    judge_anew(personal)
    assert sums(personal) == {"human": (1, 1)}


def test_mail_providers_picture_fetchers_say_nothing(personal):
    look(personal.deliveries.first(), agent="Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)")
    look(personal.deliveries.last(), agent="Mozilla/5.0")
    load_records()
    assert sums(personal, "open") == {"unknown": (2, 2)}


def test_anonymous_records_hold_neither_reader_nor_address(outbox, folder):
    issue = issue_with("anonymous")
    ask(f"/c/{track_token(issue.pk)}/0")
    assert b"198.51.100" not in records.files(folder)[0].read_bytes()
    load_records()
    event = Event.objects.get()
    assert event.delivery is None and event.network == "" and sums(issue) == {"human": (1, 0)}


def test_a_record_holds_the_network_and_never_the_whole_address(personal):
    click(personal.deliveries.first())
    load_records()
    assert Event.objects.get().network == "198.51.100.0/24"


def test_an_erased_reader_s_clicks_are_nobody_s(personal):
    delivery = personal.deliveries.select_related("subscriber__person").first()
    click(delivery)
    load_records()
    erase_person(delivery.subscriber.person, source="link")
    event = Event.objects.get()
    assert event.delivery is None and event.network == "" and event.agent == ""
    assert not Reply.objects.exists()


def test_a_token_of_another_letter_s_copy_is_left_out(personal, outbox):
    other = sent_issue(readers=1, body=LINKS)
    ask(f"/c/{track_token(personal.pk, other.deliveries.first().pk)}/0")
    load_records()
    assert not Event.objects.exists()


def test_torn_and_foreign_lines_are_passed_over(personal, folder):
    click(personal.deliveries.first())
    path = records.files(folder)[0]
    whole = path.read_bytes()
    path.write_bytes(b"\xff\x00 nonsense\n\n" + whole + b"1\tc\t2\t3\n" + whole[:20])
    load_records()
    assert Event.objects.count() == 1
    path.write_bytes(path.read_bytes() + whole[20:])
    load_records()
    assert Event.objects.count() == 2, "the line that was half written is read when it is whole"


def test_a_user_agent_cannot_write_lines_of_its_own(personal):
    click(personal.deliveries.first(), agent="a\nb\tc\r\x00" + "x" * 5000)
    assert load_records() == 1 and Event.objects.get().agent.startswith("a b c")


def test_a_full_disk_loses_the_record_and_not_the_reader(personal, monkeypatch, caplog):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    assert click(personal.deliveries.first())[0] == 302
    assert "not recorded" in caplog.text


def test_loading_killed_in_the_middle_counts_nothing_twice(personal, monkeypatch):
    for delivery in personal.deliveries.all():
        click(delivery)

    def die(*args, **kwargs):
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr("sellers.tracking.services.loading._carry_over", die)
        with pytest.raises(RuntimeError):
            load_records()
    assert not Event.objects.exists()
    load_records()
    assert Event.objects.count() == 3 and sums(personal) == {"human": (3, 3)}


def test_other_rooms_hear_of_people_s_clicks_and_not_of_machines(personal, django_capture_on_commit_callbacks):
    heard = []
    signals.clicked.connect(lambda sender, **told: heard.append((told["issue_id"], told["delivery_ids"])), weak=False, dispatch_uid="test")
    one, two, _ = personal.deliveries.order_by("n")
    click(one)
    click(two, method="HEAD")
    with django_capture_on_commit_callbacks(execute=True):
        load_records()
    signals.clicked.disconnect(dispatch_uid="test")
    assert heard == [(personal.pk, [one.pk])]


def test_a_file_is_deleted_long_after_its_hour(personal, folder):
    click(personal.deliveries.first())
    path = records.files(folder)[0]
    load_records()
    assert path.exists()
    path.rename(folder / f"{int(time.time()) // 3600 - 5}.records")
    load_records()
    assert not records.files(folder)


WRITER = """
import sys, time
from pathlib import Path
from sellers.tracking.records import Record, Writer
writer = Writer(Path(sys.argv[1]))
print("up", flush=True)
number = 0
while True:
    number += 1
    writer.append(Record(time.time(), "c", 1, number, 0, "GET", "", "x" * 150))
    print(number, flush=True)
"""


@pytest.mark.one_engine
def test_what_was_written_survives_kill_9_and_lines_of_many_writers_stay_whole(tmp_path):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "hub.config.settings"}
    root = Path(__file__).resolve().parents[2]
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, cwd=root, env=environment) for _ in range(2)
    ]
    told = []
    for writer in writers:
        for _ in range(300):
            writer.stdout.readline()
        os.kill(writer.pid, signal.SIGKILL)
        told.append(int((writer.stdout.read().split() or [b"299"])[-1]))
        writer.wait()
    lines = b"".join(path.read_bytes() for path in records.files(tmp_path)).splitlines()
    assert all(records.Record.from_line(line) for line in lines)
    assert len(lines) >= sum(told), "everything that was said to be written is there"
