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
from django.utils import timezone
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
# For fields in which the other has no room.
SHORT = "\"'><xss onxss=a>"
# Values with a form of their own, which their forms and services hold (an address, a colour, a language), and names that code gives.
NO_PROSE = re.compile(
    r"slug|mail_name|to|email|address|reply_to|token|\w*hash|\w*digest|sha256|fingerprint|previous|\w*key|code|\w*kind|\w*state|role|\w*language"
    r"|locale|\w*zone|wall_time|birthday|\w*_colour|path|region|ref|subject_kind|message_id|content|class_name|app_label|password|category"
    r"|currency|trace|verdict|\w*url|status|secret|domain|encoding|wording_version|method|network|actor|action|from_header|bounce_class"
    r"|feedback_type|hint|what|source_key"
)
# What people type and systems send, kept as JSON.
TYPED_JSON = {
    "sellers_audience.Topic.names", "sellers_audience.Import.headers", "sellers_audience.CardEdit.changes", "sellers_desk.Purchase.items",
    "sellers_profiles.ProfileChange.words", "brandguard.Rule.examples", "brandguard.Rule.exceptions",
}  # fmt: skip
# Some of each room, short and long, the newest too: the list is made from the models, these say that it still is.
KNOWN = {
    "hub_accounts.User.name", "hub_company.Shop.street", "hub_company.Shop.phone", "hub_company.BrandKit.postal_address",
    "hub_company.BrandKit.tone_words", "sellers_profiles.Seller.bio", "sellers_profiles.Seller.phone", "sellers_audience.Subscriber.phone",
    "sellers_audience.Tag.name", "sellers_audience.Topic.name", "sellers_audience.Topic.names", "sellers_audience.ConsentEvent.stated",
    "sellers_audience.Import.headers", "sellers_desk.Task.text", "sellers_desk.Idea.title", "sellers_desk.Purchase.items",
    "sellers_desk.PersonalMail.text", "brandguard.ReviewComment.text", "brandguard.Emergency.reason", "brandguard.Rule.examples",
}  # fmt: skip
FORMULAS = ("=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", "\uff1d1", " =1")
BREAKS = ("\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\x00")


def probe_for(field: models.Field) -> str:
    return PROBE if (field.max_length or 10_000) >= len(PROBE) else SHORT


def text_fields(model: type[models.Model]) -> list[models.Field]:
    """Fields that hold prose, however short."""
    found = []
    for field in model._meta.local_concrete_fields:
        prose = type(field) in (models.CharField, models.TextField) and not field.choices and not NO_PROSE.fullmatch(field.name)
        if prose and not field.unique and (field.max_length or 10_000) >= len(SHORT):
            found.append(field)
    return found


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label.startswith(ROOMS) and model is not OutgoingMail]


def a_row(model: type[models.Model]) -> models.Model:
    """A row of a model that has none yet, hung on whatever is there already, the oldest first; every text in it is the probe."""
    values: dict[str, object] = {}
    texts = text_fields(model)
    for field in model._meta.local_concrete_fields:
        if field in texts:
            values[field.name] = probe_for(field)
        elif field.primary_key or field.has_default() or field.null or getattr(field, "auto_now_add", False):
            continue
        elif field.is_relation:
            values[field.name] = field.related_model._base_manager.order_by("pk").first() or a_row(field.related_model)
        elif isinstance(field, models.DateField):
            values[field.name] = timezone.now() if isinstance(field, models.DateTimeField) else timezone.localdate()
        elif isinstance(field, models.BinaryField):
            values[field.name] = b"x"
        elif isinstance(field, models.CharField | models.TextField):
            values[field.name] = field.choices[0][0] if field.choices else "x"
        else:
            values[field.name] = {} if isinstance(field, models.JSONField) else 1
    return model._base_manager.create(**values)


def infected(value: object) -> object:
    """The same JSON with the probe in place of every text."""
    if isinstance(value, dict):
        return {key: infected(one) for key, one in value.items()} or {"de": PROBE}
    if isinstance(value, list):
        return [infected(one) for one in value]
    return PROBE if isinstance(value, str) else value


def infect() -> list[str]:
    """Put the probe into every text field of every row of our rooms, a row first where there is none; names of the fields."""
    done = []
    for model in ours():
        fields = text_fields(model)
        if fields and not model._base_manager.exists():
            a_row(model)
        if not issubclass(model, FrozenModel):
            model._base_manager.update(**{field.name: probe_for(field) for field in fields})
        for name in sorted(TYPED_JSON):
            if name.startswith(f"{model._meta.label}."):
                field = name.rpartition(".")[2]
                for row in model._base_manager.all() if model._base_manager.exists() else [a_row(model)]:
                    model._base_manager.filter(pk=row.pk).update(**{field: infected(getattr(row, field))})
                done.append(name)
        done += [f"{model._meta.label}.{field.name}" for field in fields]
    # Pages as the editor holds them.
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
    assert set(fields) >= KNOWN
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
