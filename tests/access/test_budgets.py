"""The number of queries does not grow with the company: counted at 20 and at 2,000 sellers."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page

from hub.accounts.models import User
from sellers.newsletters.models import LetterPage
from sellers.profiles.models import Seller, SellerPage
from sellers.profiles.services import propose_profile
from tests.access.world import World, make_world

pytestmark = pytest.mark.django_db
LETTERS_EACH = 3
# In each: session, user, the brand, groups' rights (2), profile, front page, her seller's page and its tree.
BUDGET = {
    # counts, answers, tasks, days, ideas, hand-overs, who is new, who waits, done today, her last letters and their sends, the last send
    "home": 28,
    "my letters": 18,  # her sellers, how many letters, this page of them, their artefacts and sends
    "explorer": 35,  # her page, its letters with specifics, breadcrumbs, workflow, sites, buttons
    "editor": 68,  # page, topics, revision, workflow and task, artefact, findings with rules, readers for the preview, sessions, history
    "page chooser": 22,  # her page, its letters, breadcrumbs, sites
    "picture chooser": 11,  # pictures, tags, collections
}


def step(number: int) -> str:
    return Page._int2str(number).rjust(4, "0")


def raw_pages(model, rows: list[dict], pages: list[Page]) -> None:
    """Multi-table rows in bulk: the page table first, then the child table with the same keys."""
    Page.objects.bulk_create(pages)
    fields = [field for field in model._meta.local_concrete_fields if field.name != "page_ptr"]
    names = ", ".join(connection.ops.quote_name(f.column) for f in [model._meta.pk, *fields])
    marks = ", ".join(["%s"] * (len(fields) + 1))
    values = [[page.pk, *(f.get_db_prep_save(row[f.name], connection) for f in fields)] for page, row in zip(pages, rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({names}) VALUES ({marks})", values)


def grow(world: World, first: int, count: int) -> None:
    """More sellers, each with letters; straight into the tables."""
    home, shop = world.anna.page.get_parent(), world.anna.shop
    numbers = range(first, first + count)
    users = [User(email=f"bulk{n}@company.example", name=f"Bulk {n}", role="seller", password="!") for n in numbers]
    sellers = [
        Seller(user=u, shop=shop, name=u.name, slug=f"bulk-{n}", mail_name=f"bulk-{n}", reply_to=u.email)
        for n, u in zip(numbers, User.objects.bulk_create(users), strict=True)
    ]
    Seller.objects.bulk_create(sellers)
    common = {"locale": Locale.get_default(), "latest_revision_created_at": timezone.now()}
    page_type, letter_type = (ContentType.objects.get_for_model(model) for model in (SellerPage, LetterPage))
    pages = [
        Page(title=s.name, draft_title=s.name, slug=s.slug, path=home.path + step(n + 100), depth=3, numchild=LETTERS_EACH, live=True,
             url_path=f"/people/{s.slug}/", content_type=page_type, **common)
        for n, s in zip(numbers, sellers, strict=True)
    ]  # fmt: skip
    raw_pages(SellerPage, [{"seller": s.pk} for s in sellers], pages)
    letters = [
        Page(title=f"Letter {k}", draft_title=f"Letter {k}", slug=f"letter-{k}", path=page.path + step(k + 1), depth=4, live=False,
             url_path=f"{page.url_path}letter-{k}/", content_type=letter_type, **common)
        for page in pages for k in range(LETTERS_EACH)
    ]  # fmt: skip
    empty = {f.name: "" if f.get_internal_type() == "CharField" else None for f in LetterPage._meta.local_concrete_fields}
    raw_pages(LetterPage, [{**empty, "seller": s.pk, "body": "[]"} for s in sellers for _ in range(LETTERS_EACH)], letters)
    Page.objects.filter(pk=home.pk).update(numchild=first + count + 2)


def queries(user: User, path: str) -> list[str]:
    client = Client()
    client.force_login(user)
    client.get(path)  # fills the caches of a fresh process: content types, sites
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in captured]


def test_a_seller_costs_the_same_in_a_small_and_in_a_large_company():
    world = make_world()
    paths = {
        "home": "/admin/",
        "my letters": "/admin/letters/",
        "explorer": f"/admin/pages/{world.anna.page.pk}/",
        "editor": f"/admin/pages/{world.annas.pk}/edit/",
        "page chooser": f"/admin/choose-page/{world.anna.page.pk}/",
        "picture chooser": "/admin/images/chooser/",
    }
    grow(world, 0, 18)
    small = {name: len(queries(world.anna.user, path)) for name, path in paths.items()}
    grow(world, 18, 1_980)
    large = {name: len(queries(world.anna.user, path)) for name, path in paths.items()}
    assert large == small
    assert small == BUDGET


def test_an_administrator_costs_the_same_in_a_small_and_in_a_large_company():
    world = make_world()
    propose_profile(world.anna, by=world.anna.user, bio="New words.")
    anna = world.anna.pk
    paths = [
        "/admin/people/", "/admin/people/log/", f"/admin/people/{world.anna.user_id}/", "/admin/sellers/", f"/admin/sellers/{anna}/",
        f"/admin/sellers/{anna}/leave/", "/admin/grants/", "/admin/profiles/", "/admin/sign-in/",
    ]  # fmt: skip
    grow(world, 0, 60)  # more than one page of each list
    small = {path: len(queries(world.administrator, path)) for path in paths}
    grow(world, 60, 1_940)
    assert {path: len(queries(world.administrator, path)) for path in paths} == small
    assert max(small.values()) <= 30, small
