"""What somebody typed is never run: every text field of every room holds the probe, and every page that shows it stays a page."""

import csv
import email
import email.policy
import io
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core import mail
from django.db import models
from django.test import Client
from lxml import html

from hub.accounts import services as accounts
from hub.accounts.models import User
from hub.common import outbox
from hub.common.exceptions import HubError
from hub.common.frozen import FrozenModel
from hub.common.models import OutgoingMail
from sellers.audience.models import Subscriber
from sellers.newsletters.models import LetterPage
from sellers.profiles import services as profiles
from tests.access import matrix
from tests.access.crawl import Annas
from tests.access.world import make_world
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_seller, make_user
from tests.factories.review import submitted_letter

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
ROOMS = ("hub_", "sellers_", "brandguard")
# Closes an attribute, an element, a text area, a script, a comment and a template expression at once.
PROBE = "\"'></textarea></title></script>--><xss onxss=a>{{31337|add:31337}}</xss>"
# Values with a form of their own, which their forms hold; and names of code.
NO_PROSE = re.compile(
    r"slug|mail_name|email|address|token|digest|sha256|hash|key|code|kind|state|role|language|zone|colour|path|region|ref|reply_to|message_id"
    r"|content|wall_time|class_name|app_label|password|category|currency|trace|verdict|source_key|url|status|subject_kind|secret|state|domain"
)
FORMULAS = ("=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", "\uff1d1", " =1")
BREAKS = ("\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\x00")


def text_fields(model: type[models.Model]) -> list[models.Field]:
    """Fields that hold prose, long enough for the probe."""
    found = []
    for field in model._meta.local_concrete_fields:
        prose = type(field) in (models.CharField, models.TextField) and not field.choices and not NO_PROSE.search(field.name)
        if prose and not field.unique and (field.max_length or 10_000) >= len(PROBE):
            found.append(field)
    return found


def infect() -> list[str]:
    """Put the probe into every text field of every row of our rooms; names of the fields."""
    done = []
    for model in apps.get_models():
        if not model._meta.app_label.startswith(ROOMS) or issubclass(model, FrozenModel) or model is OutgoingMail:
            continue
        if fields := text_fields(model):
            model._base_manager.update(**{field.name: PROBE for field in fields})
            done += [f"{model._meta.label}.{field.name}" for field in fields]
    # Short ones: as much of the probe as fits.
    LetterPage.objects.filter(live=False).update(title=PROBE, draft_title=PROBE)
    return done


@pytest.fixture
def annas() -> Annas:
    annas = Annas(make_world())
    typed = make_letter(
        annas.world.anna, subject=PROBE, body=[("text", f"<p>{html.fromstring('<p/>').tag} {PROBE}</p>"), ("heading", PROBE)]
    )
    submitted_letter(typed)
    return annas


def wounds(body: str) -> Iterator[str]:
    """Where the probe became more than text."""
    if "<xss" in body:
        yield "an element"
    if "62674" in body:
        yield "an evaluated expression"
    if "onxss" in body:
        tree = html.document_fromstring(body)
        if tree.xpath("//*[@onxss]"):
            yield "an attribute"


@pytest.mark.parametrize("role", ["anon", "anna", "near", "admin"])
def test_no_page_runs_what_a_field_holds(annas: Annas, role: str):
    fields = infect()
    assert {"sellers_profiles.Seller.name", "sellers_profiles.Seller.bio", "hub_company.Shop.street", "hub_accounts.User.name"} <= set(
        fields
    )
    annas.world.anna.refresh_from_db()
    people = {"anon": None, "anna": annas.world.anna.user, "near": annas.world.lead, "admin": annas.world.administrator}
    visitor, found, shown = matrix.Visitor(people[role]), [], 0
    for place in matrix.places_of(annas):
        if place.line.startswith(("accounts/", "admin/groups", "admin/users", "admin/workflows")):
            continue
        with matrix.rolled_back():
            answer = visitor.client.get(place.url)
            kind = answer.get("Content-Type", "")
            body = answer.getvalue().decode("utf-8", "replace") if kind.startswith(("text/html", "image/svg", "application/xml")) else ""
        shown += "onxss" in body
        found += [f"{place.url} shows {wound}" for wound in wounds(body)]
    assert found == []
    assert shown >= {"anon": 1, "anna": 5, "near": 3, "admin": 3}[role], "the probe must be seen, or this test sees nothing"


def test_the_probe_is_found_when_a_template_forgets_to_escape():
    """The fault planted."""
    assert list(wounds(f'<p title="{PROBE}">{PROBE}</p>')) == ["an element", "an attribute"]
    escaped = PROBE.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    assert list(wounds(f'<p title="{escaped}">{escaped}</p>')) == []


@pytest.mark.parametrize("payload", FORMULAS, ids=ascii)
def test_no_cell_of_an_export_is_a_formula(payload: str):
    annas = Annas(make_world())
    for field in text_fields(Subscriber):
        Subscriber.objects.filter(pk=annas.reader.pk).update(**{field.name: payload[: field.max_length or 100]})
    client = Client()
    client.force_login(annas.world.anna.user)
    answer = client.post("/admin/readers/export/", {"format": "csv"})
    text = answer.getvalue().decode("utf-8-sig", "replace")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert len(cells) > 5
    assert [cell for cell in cells if cell.strip()[:1] and cell.strip()[0] in "=+-@\uff1d"] == []


def refused_or_clean(act) -> list[str]:
    """The headers that leave when the act is not refused."""
    try:
        act()
    except (HubError, ValueError):
        return []
    outbox.send_waiting()
    wrong = []
    for message in mail.outbox:
        raw = message.message().as_bytes()
        head = raw.split(b"\r\n\r\n" if b"\r\n\r\n" in raw else b"\n\n", 1)[0]
        parsed = email.message_from_bytes(raw, policy=email.policy.default)
        wrong += [name for name in parsed if name.lower() in ("bcc", "x-injected")]
        wrong += ["a raw control sign"] * bool(re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xff]", head))
    return wrong


@pytest.mark.parametrize("sign", BREAKS, ids=ascii)
def test_no_header_breaks_by_a_name_or_an_address(sign: str, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    typed = f"Eva{sign}Bcc: evil@example.com{sign}X-Injected: 1"
    seller = make_seller()
    smuggled = f"eva@x.example{sign}Bcc: a@b.example"
    acts = [
        lambda: accounts.create_user(email="eva@company.example", name=typed, role="lead", by=None),
        lambda: accounts.create_user(email=f"eva{sign}bcc@company.example", name="Eva", role="lead", by=None),
        lambda: profiles.create_seller(user=make_user("seller"), shop=seller.shop, name=typed),
        lambda: profiles.create_seller(
            user=make_user("seller"), shop=seller.shop, name="Eva", reply_to=f"eva@x.example{sign}Bcc: a@b.example"
        ),
        lambda: outbox.enqueue_mail(to=smuggled, template="accounts/notice", context={}, kind="test"),
        lambda: outbox.enqueue_mail(to="eva@x.example", template="accounts/notice", context={}, kind="test", headers={"X-A": typed}),
    ]
    assert [wrong for act in acts for wrong in refused_or_clean(act)] == []
    assert not [user for user in User.objects.all() if sign in user.email]
