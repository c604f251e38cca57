"""/inbox/ shows caught mails like a mail program."""

import pytest
from django.test import override_settings

from .conftest import letter_bytes

pytestmark = [pytest.mark.urls("tests.demo.urls"), pytest.mark.django_db]
LEAVE = {
    "List_Unsubscribe": "<http://localhost:8000/u/tok>, <mailto:leave@letters.example>",
    "List_Unsubscribe_Post": "List-Unsubscribe=One-Click",
    "Precedence": "bulk",
}


def test_outside_the_demo_there_is_no_inbox(client, store):
    store.add("", ["a@b.example"], letter_bytes())
    with override_settings(DEMO=False):
        assert [client.get(url).status_code for url in ("/inbox/", "/inbox/1/", "/inbox/1/body/")] == [404, 404, 404]


def test_the_newest_mail_stands_first_with_sender_subject_and_first_words(client, store):
    store.add("", ["a@b.example"], letter_bytes(subject="Older"))
    store.add("", ["a@b.example"], letter_bytes(subject="Newer"))
    page = client.get("/inbox/").content.decode()
    assert page.index("Newer") < page.index("Older")
    assert "Anna Nowak at Brand" in page and "the new teas are here" in page


def test_one_reader_sees_her_mailbox_alone(client, store):
    store.add("", ["a@b.example"], letter_bytes(subject="For A"))
    store.add("", ["c@d.example"], letter_bytes(subject="For C"))
    page = client.get("/inbox/", {"to": "C@d.example"}).content.decode()
    assert "For C" in page and "For A" not in page


def test_search_finds_words_of_subject_sender_and_text_and_takes_wildcards_literally(client, store):
    store.add("", ["a@b.example"], letter_bytes(subject="Kettles", text="whistling"))
    assert "Kettles" in client.get("/inbox/", {"q": "WHIST anna"}).content.decode()
    assert "No mail fits" in client.get("/inbox/", {"q": "%"}).content.decode()


def test_letters_and_notices_can_be_told_apart(client, store):
    store.add("", ["a@b.example"], letter_bytes(subject="A letter", **LEAVE))
    store.add("", ["a@b.example"], letter_bytes(subject="A notice"))
    letters = client.get("/inbox/", {"kind": "letters"}).content.decode()
    assert "A letter" in letters and "A notice" not in letters


def test_long_mailboxes_come_in_pages(client, store):
    with store.keep():
        for number in range(45):
            store.add("", ["a@b.example"], letter_bytes(subject=f"Letter number {number:02}"))
    first, second = (client.get("/inbox/", {"page": n}).content.decode() for n in (1, 2))
    assert "Letter number 44" in first and "Letter number 04" not in first
    assert "Letter number 04" in second and "Page 2 of 2" in second


def test_a_mail_shows_as_html_text_headers_and_source(client, store):
    store.add("", ["a@b.example"], letter_bytes(html="<head></head><p>Rich</p>", **LEAVE))
    html, text, headers, source = (client.get("/inbox/1/", {"view": v}).content.decode() for v in ("html", "text", "headers", "source"))
    assert '<iframe src="/inbox/1/body/"' in html and 'sandbox="allow-popups' in html
    assert "the new teas are here" in text
    assert "one click is enough" in headers
    assert "Message-ID: &lt;abc@letters.example&gt;" in source


def test_a_mails_html_can_run_nothing_and_fetch_nothing_foreign(client, store):
    store.add("", ["a@b.example"], letter_bytes(html="<head></head><script>alert(1)</script>"))
    answer = client.get("/inbox/1/body/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "sandbox" in policy and "script-src" not in policy
    assert "allow-scripts" not in policy and "allow-same-origin" not in policy


def test_script_in_a_subject_is_text(client, store):
    store.add("", ["a@b.example"], letter_bytes(subject="<script>x</script>"))
    for url in ("/inbox/", "/inbox/1/", "/inbox/1/?view=source", "/inbox/1/?view=headers"):
        assert "<script" not in client.get(url).content.decode()


def test_the_unsubscribe_button_posts_what_a_mail_program_posts(client, store):
    store.add("", ["a@b.example"], letter_bytes(**LEAVE))
    page = client.get("/inbox/1/").content.decode()
    assert '<form method="post" action="/u/tok"' in page
    assert '<input type="hidden" name="List-Unsubscribe" value="One-Click">' in page


def test_a_foreign_unsubscribe_address_gets_no_button(client, store):
    foreign = {**LEAVE, "List_Unsubscribe": "<https://elsewhere.example/u/tok>"}
    store.add("", ["a@b.example"], letter_bytes(**foreign))
    assert "<form" not in client.get("/inbox/1/").content.decode()


def test_a_mail_that_does_not_exist_is_not_found(client, store):
    assert client.get("/inbox/77/").status_code == 404
