"""What is typed into the real forms (sign-up, card, profile, letter, personal mail) and where it comes out again: web pages, admin, mail,
feed, vCard, poster, exports. It is refused with a word or it stays text: nothing runs, no cell calculates, no header breaks."""

import csv
import email
import email.policy
import io
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation
from lxml import html

from hub.common import outbox
from hub.common.exceptions import HubError
from hub.common.models import OutgoingMail
from sellers.audience import tokens
from sellers.delivery.drain import drain
from sellers.delivery.models import Issue
from sellers.delivery.services.arm import arm_issue
from sellers.delivery.transports import memory
from sellers.newsletters.models import LetterPage
from sellers.newsletters.services.submission import approve_review, submit_letter
from sellers.profiles.models import ProfileChange, Seller
from sellers.profiles.services import approve_profile
from tests.factories.audience import make_reader
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_seller, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
# Each kind of wound has its mark, so that it is seen wherever it comes out.
CORPUS = {
    "element": "<xss>a</xss>",
    "script": "<script>xss()</script>",
    "picture": "<img src=x onerror=xss()>",
    "drawing": "<svg/onload=xss()>",
    "attribute": '" onxss="xss()" x="\' onxss=\'xss()',
    "link": '<a href="javascript:xss()">a</a>',
    "markdown": "[a](javascript:xss())",
    "end of a field": "</textarea></title></script></style><xss>",
    "comment": "--><xss><!--",
    "cdata": "]]><xss/><![CDATA[",
    "expression": "{{31337|add:31337}}{% now 'Y' %}${31337+31337}",
    "entity": "&lt;xss&gt;&#60;xss&#62;",
    "css": "}</style><style>*{background:url(javascript:xss())}",
    "formula": '=HYPERLINK("http://xss.example")',
    "plus": "+1+1",
    "at": "@SUM(1)",
    "wide": "\uff1d1+1",
    "header": "Eva\r\nBcc: xss@evil.example\r\nX-Xss: 1",
    "line feed": "Eva\nX-Xss: 1\n\n<xss>",
    "vertical": "Eva\x0bX-Xss: 1",
    "next line": "Eva\x85X-Xss: 1\u2028X-Xss: 1",
    "card": 'Eva\nEND:VCARD\nBEGIN:VCARD\nNOTE;X="1":xss',
    "encoded word": "=?utf-8?q?=0D=0ABcc:_xss=40evil.example?=",
    "bidi": "Eva\u202egnp.exe",
}
# What looks like mark-up has to leave as text: a test in which everything is refused would see nothing.
LEAVES = re.compile(r"<xss>a|<script>|<img|<svg|^[=+@]|^--")
every_payload = pytest.mark.parametrize("payload", CORPUS.values(), ids=CORPUS)
WOUNDS = (
    "//*[@onxss or @onerror or @onload] | //xss | //a[starts-with(@href, 'javascript')] | //script[contains(., 'xss()')]"
    " | //style[contains(., 'javascript')]"
)


@pytest.fixture(autouse=True)
def afresh(settings, tmp_path):
    cache.clear()
    settings.JOURNAL_DIR, settings.LETTER_TRANSPORT = tmp_path / "journal", "memory"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    memory.outbox.clear()
    yield
    memory.outbox.clear()
    translation.deactivate()


@pytest.fixture
def anna() -> Seller:
    return make_seller("Anna Nowak")


@pytest.fixture
def hers(anna: Seller, client: Client) -> Client:
    client.force_login(anna.user)
    return client


def page(answer) -> str:
    assert answer.status_code < 500
    return answer.getvalue().decode("utf-8", "replace")


def wounds(body: str) -> Iterator[str]:
    """What became of the payload that is more than text."""
    if "62674" in body:
        yield "an expression was evaluated"
    if body.strip():
        tree = html.document_fromstring(body.encode(), parser=html.HTMLParser(encoding="utf-8"))
        yield from (f"<{found.tag}>" for found in tree.xpath(WOUNDS))


def broken(raw: bytes) -> Iterator[str]:
    """What is wrong with a mail's headers and with the HTML in it."""
    head, _, _ = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    message = email.message_from_bytes(raw, policy=email.policy.default)
    yield from (f"a header {name}" for name in message if name.lower() in ("bcc", "x-xss"))
    if re.search(rb"[\x00-\x08\x0b-\x1f\x7f-\xff]", head):
        yield "a raw sign"
    if len(message.get_all("To", [])) != 1 or "evil" in str(message["To"]):
        yield "another receiver"
    for part in message.walk():
        if part.get_content_type() == "text/html":
            yield from wounds(part.get_content())


def sent() -> list[str]:
    outbox.send_waiting()
    return [wrong for message in mail.outbox for wrong in broken(message.message().as_bytes())]


def printable(text: str) -> str:
    """As it may stand in a subject."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202e]", " ", text)


@pytest.mark.parametrize("kind", ["element", "script", "picture", "drawing", "attribute", "link", "end of a field", "css", "expression"])
def test_a_page_that_forgets_to_escape_is_wounded(kind: str):
    """The fault planted."""
    typed = CORPUS[kind].replace("{{31337|add:31337}}", "62674")
    assert list(
        wounds(f'<html><head><style>p{{}}</style></head><body><input value="{typed}"><p>{typed}</p><style>{typed}</style></body></html>')
    )


@every_payload
def test_a_name_at_the_door_is_refused_or_stays_a_name(client: Client, anna: Seller, payload: str):
    stamp = re.search(r'name="stamp" value="([^"]+)"', page(client.get(anna.page.url)))[1]
    data = {"first_name": payload[:80], "address": "eva@example.com", "consent": "on", "stamp": stamp}
    with time_machine.travel(timezone.now() + timedelta(seconds=10)):
        answer = client.post(f"/subscribe/{anna.slug}/", data)
    assert list(wounds(page(answer))) == [] and sent() == []
    for path in re.findall(r"http://localhost:8000(/yes/\S+)", "".join(OutgoingMail.objects.values_list("text", flat=True))):
        assert list(wounds(page(client.get(path)))) == []
        assert list(wounds(page(client.post(path)))) == []


@every_payload
def test_an_address_at_the_door_is_refused_or_written_to_as_it_is(client: Client, anna: Seller, payload: str):
    stamp = re.search(r'name="stamp" value="([^"]+)"', page(client.get(anna.page.url)))[1]
    data = {"first_name": "Eva", "address": f"eva{payload}@example.com", "consent": "on", "stamp": stamp}
    with time_machine.travel(timezone.now() + timedelta(seconds=10)):
        answer = client.post(f"/subscribe/{anna.slug}/", data)
    assert list(wounds(page(answer))) == [] and sent() == []


@every_payload
def test_what_she_notes_about_a_customer_stays_text_everywhere(hers: Client, anna: Seller, payload: str):
    reader = make_reader(anna, "Zofia")
    base = {"first_name": "Zofia", "stage": "", "birthday_day": "", "birthday_month": ""}
    prose = {"phone": payload[:40], "tags": payload[:40]} | dict.fromkeys(
        ("how_we_met", "tastes", "looks_for", "sizes", "note"), payload[:300]
    )
    names = [{name: payload[:80]} for name in ("first_name", "last_name", "salutation")]
    took = [hers.post(f"/admin/customers/{reader.pk}/edit/", base | data) for data in (*names, prose, {**prose, "tags": ""})]
    assert [wound for one in took for wound in wounds(page(one))] == []
    assert took[-1].status_code == 302 or payload != printable(payload), "prose is taken, or this test sees nothing"
    hers.post(f"/admin/customers/{reader.pk}/notes/", {"text": payload, "on": "2026-01-01"})
    hers.post(f"/admin/customers/{reader.pk}/tasks/", {"text": payload, "due_on": "2026-01-01"})
    link, card = f"/p/{tokens.preferences_token(reader.pk)}", f"/admin/customers/{reader.pk}/"
    shown = [hers.get(path) for path in (card, f"{card}proof/", "/admin/customers/", "/admin/readers/", "/admin/", f"{link}/about", link)]
    shown.append(hers.post("/admin/customers/", {"search": payload}))
    assert [wound for one in shown for wound in wounds(page(one))] == []
    assert json.loads(page(hers.post(f"{link}/data")))["lists"]
    table = page(hers.post("/admin/readers/export/", {"format": "csv"})).removeprefix("\ufeff")
    cells = [cell for row in csv.reader(io.StringIO(table, newline="")) for cell in row]
    assert [cell for cell in cells if cell.strip()[:1] in tuple("=+-@\uff1d\uff0b\uff0d\uff20")] == []


@every_payload
def test_what_she_says_about_herself_stays_text_everywhere(hers: Client, anna: Seller, payload: str):
    lead, boss, visitor = make_user("lead"), Client(), Client()
    boss.force_login(lead)
    for field in ("name", "job", "bio", "sign_off", "phone"):
        data = {name: getattr(anna, name) for name in ("name", "job", "bio", "sign_off", "phone")} | {field: payload[:40]}
        assert list(wounds(page(hers.post("/admin/my-page/", data)))) == []
        change = ProfileChange.objects.filter(state="waiting").first()
        if change is None:
            continue
        assert list(wounds(page(boss.get(f"/admin/profiles/{change.pk}/")))) == []
        approve_profile(change, by=lead)
        anna.refresh_from_db()
    slug = anna.page.slug
    shown = [visitor.get(path) for path in ("/", f"/{slug}/", f"/{slug}/poster/", f"/{slug}/cards/", f"/{slug}/letters/")]
    shown += [hers.get("/admin/my-page/"), boss.get("/admin/sellers/"), boss.get("/admin/")]
    assert [wound for one in shown for wound in wounds(page(one))] == []
    for path in (f"/{slug}/letters.xml", f"/{slug}/poster.svg"):
        tags = {one.tag.rpartition("}")[2].lower() for one in ElementTree.fromstring(page(visitor.get(path))).iter()}  # noqa: S314
        assert not tags & {"xss", "script", "style", "img"}
    card = page(visitor.get(f"/{slug}/contact.vcf")).replace("\r\n ", "").split("\r\n")
    assert {re.split("[:;]", line, maxsplit=1)[0] for line in card if line} <= {
        "BEGIN", "VERSION", "N", "FN", "ORG", "TITLE", "TEL", "EMAIL", "ADR", "URL", "NOTE", "END",
    }  # fmt: skip
    assert card.count("END:VCARD") == 1
    assert sent() == []


@every_payload
def test_a_letter_and_a_mail_say_it_and_run_nothing(hers: Client, anna: Seller, payload: str):
    reader = make_reader(anna, "Zofia")
    quiet = printable(payload)
    body = [("text", payload), ("heading", payload[:100]), ("quote", {"text": payload, "who": payload[:60]})]
    answer = hers.post(f"/admin/customers/{reader.pk}/write/", {"subject": payload, "text": payload, "sure": "1"})
    assert list(wounds(page(answer))) == [] and sent() == []
    letter = make_letter(anna, subject=f"A {quiet}"[:140], preheader=payload[:140], body=body)
    assert list(wounds(page(hers.get(f"/admin/pages/{letter.pk}/edit/")))) == []
    try:
        review = submit_letter(letter, by=anna.user)
    except HubError as error:
        assert error.message and not LEAVES.search(payload)
        return
    approve_review(review, by=make_user("lead"))
    arm_issue(Issue.objects.get(pk=letter.pk), by=None)
    drain(until_empty=True)
    assert len(memory.outbox) == 1
    assert [wrong for one in memory.outbox for wrong in broken(one.data)] == []
    letter = LetterPage.objects.get(pk=letter.pk)
    shown = [Client().get(path) for path in (letter.get_url(), f"/{anna.page.slug}/", f"/{anna.page.slug}/letters/")]
    assert [wound for one in shown for wound in wounds(page(one))] == []
    tags = {one.tag.lower() for one in ElementTree.fromstring(page(Client().get(f"/{anna.page.slug}/letters.xml"))).iter()}  # noqa: S314
    assert "xss" not in tags and "script" not in tags
