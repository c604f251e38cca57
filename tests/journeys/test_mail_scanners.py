"""A mail filter with a whole browser in it opens every link of a real mail, runs what scripts there are, and goes on from each page.

Nothing on any list changes by that: only a person's button does anything (mail-standards 12 and 24).
"""

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any
from urllib.parse import urldefrag

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache

from hub.common import outbox
from sellers.audience import services
from sellers.delivery.drain import drain
from sellers.delivery.services.arm import arm_issue
from sellers.delivery.transports import memory
from tests.factories.audience import make_reader
from tests.factories.delivery import make_issue
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db(transaction=True)
READERS = ("maria@example.com", "eva@example.com", "zofia@example.com")
HELD = ("sellers_audience", "sellers_profiles", "sellers_desk", "hub_common.OutgoingMail", "hub_common.AuditEntry")


@pytest.fixture(autouse=True)
def posted(settings, live_server, tmp_path) -> Iterator[None]:
    cache.clear()
    settings.ORIGIN, settings.JOURNAL_DIR, settings.LETTER_TRANSPORT = live_server.url, tmp_path / "journal", "memory"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    memory.outbox.clear()
    yield
    memory.outbox.clear()


def every_mail() -> list[EmailMessage]:
    """A letter, a confirmation, the answer to somebody who is there already, and the question after a seller left."""
    anna, berta = make_seller("Anna Nowak"), make_seller("Berta Lis")
    maria = make_reader(anna, "Maria", address="maria@example.com")
    issue = make_issue(anna, readers=0, body=[("text", '<p>See <a href="https://shop.example/a">this</a>.</p>')])
    arm_issue(issue, by=None)
    drain(until_empty=True)
    services.request_subscription(seller=berta, first_name="Eva", address="eva@example.com")
    services.request_subscription(seller=anna, first_name="Maria", address=maria.person.address)
    gone = make_seller("Clara Kot")
    make_reader(gone, "Zofia", address="zofia@example.com")
    lead = make_user("lead")
    hand_over = services.begin_hand_over(gone, reason="away", by=lead)
    services.ask_customers(hand_over, by=lead, successor=berta, shop_voice=anna)
    services.ask_hand_overs()
    outbox.send_waiting()
    raw = [envelope.data for envelope in memory.outbox] + [message.message().as_bytes() for message in mail.outbox]
    mails: list[Any] = [email.message_from_bytes(one, policy=email.policy.default) for one in raw]
    return [message for message in mails if message["To"].addresses[0].addr_spec in READERS]


def links_in(message: EmailMessage, origin: str) -> set[str]:
    """Every address of ours in it: headers, text and HTML."""
    said = [str(value) for value in message.values()] + [
        part.get_content() for part in message.walk() if part.get_content_maintype() == "text"
    ]
    found = re.findall(rf"{re.escape(origin)}[^\s\"'<>)\]]*", "\n".join(said).replace("&amp;", "&"))
    return {urldefrag(link).url for link in found}


def held() -> dict[str, list[Any]]:
    """Every row of the lists, of what is to be sent and of the audit trail."""
    models = [model for name in HELD for model in ([apps.get_model(name)] if "." in name else apps.get_app_config(name).get_models())]
    return {model.__name__: list(model._base_manager.order_by("pk").values_list()) for model in models}


def test_a_filter_that_opens_everything_and_runs_every_script_changes_nothing(browser, live_server):
    mails = every_mail()
    links = [links_in(message, live_server.url) for message in mails]
    assert len(mails) == 4 and all(links)
    assert {path.split("/")[3] for found in links for path in found} >= {"u", "p", "yes", "h"}
    before = held()
    context = browser.new_context(java_script_enabled=True)
    page, seen, waiting = context.new_page(), set(), sorted(set.union(*links))
    for depth in range(2):
        found: set[str] = set()
        for link in waiting:
            seen.add(link)
            answer = page.goto(link, wait_until="load")
            assert answer is not None and answer.status < 500
            if "text/html" in answer.headers.get("content-type", ""):
                found |= {urldefrag(href).url for href in page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")}
        waiting = sorted(link for link in found - seen if link.startswith(live_server.url) and "/contact.vcf" not in link)
        assert depth or waiting, "pages lead on, or this test stands still"
    context.close()
    assert held() == before
