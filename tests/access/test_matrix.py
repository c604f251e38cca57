"""Who may open what: every route, every role, GET and POST, as matrix.txt says.

A new route fails here until its line stands in the table. `WRITE_MATRIX=1 pytest tests/access/test_matrix.py` writes the table from
what the application answers: read the difference before you keep it, it is the specification.
"""

import os
import re
from datetime import timedelta

import pytest
from django.urls import get_resolver, path
from django.utils import timezone
from django.views.generic import RedirectView

from hub.accounts.models import User
from sellers.profiles.models import WritingGrant
from sellers.profiles.services import grant_writing
from tests.access import matrix
from tests.access.crawl import Annas
from tests.access.world import make_world
from tests.factories.company import make_region
from tests.factories.profiles import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
ROLES = {
    "anon": "a stranger",
    "anna": "the seller whose objects they are",
    "berta": "another seller",
    "named": "an assistant who writes for Anna",
    "ended": "an assistant whose grant for Anna is over",
    "other": "an assistant who writes for Berta alone",
    "near": "a lead of Anna's region",
    "far": "a lead of another region",
    "admin": "an administrator",
    "super": "a superuser",
}
WRITING = os.environ.get("WRITE_MATRIX") == "1"
_seen: dict[str, dict[str, str]] = {}


@pytest.fixture
def annas() -> Annas:
    return Annas(make_world())


def somebody(role: str, annas: Annas) -> User | None:
    world = annas.world
    if role == "ended":
        user = make_user("assistant")
        grant_writing(world.anna, to=user, by=None)
        WritingGrant.objects.filter(user=user).update(until=timezone.localdate() - timedelta(days=1))
        return user
    people = {
        "anon": lambda: None,
        "anna": lambda: world.anna.user,
        "berta": lambda: world.berta.user,
        "named": lambda: annas.grant.user,
        "other": lambda: world.assistant,
        "near": lambda: make_user("lead", region=world.anna.shop.region),
        "far": lambda: make_user("lead", region=make_region("elsewhere")),
        "admin": lambda: world.administrator,
        "super": lambda: make_user("administrator", is_superuser=True),
    }
    return people[role]()


@pytest.mark.parametrize("role", ROLES)
def test_every_route_answers_as_the_table_says(annas: Annas, role: str):
    visitor, form = matrix.Visitor(somebody(role, annas)), annas.form()
    found = {place.line: visitor.ask(place, form) for place in matrix.places_of(annas)}
    for line, letters in found.items():
        _seen.setdefault(line, {})[role] = letters
    if WRITING:
        return
    said = {line: cells[role] for line, cells in matrix.read_table()[1].items()}
    wrong = [f"{line}: the table says {said.get(line, 'nothing')}, {role} meets {letters}" for line, letters in found.items()
             if said.get(line) != letters]  # fmt: skip
    wrong += [f"{line}: there is no such route any more" for line in said.keys() - found.keys()]
    assert not wrong, f"{ROLES[role]}:\n" + "\n".join(wrong)


def test_the_table_is_written_anew():
    """Last, so that every role has been asked."""
    if WRITING:
        matrix.write_table(list(ROLES), _seen)
    assert list(ROLES) == matrix.read_table()[0]


def table() -> dict[str, dict[str, str]]:
    return matrix.read_table()[1]


def meets(*roles: str, but: tuple[str, ...] = (), letters: str) -> list[str]:
    """Lines in which one of these roles meets one of these letters."""
    return [
        f"{line}: {role} meets {cells[role]}"
        for line, cells in table().items()
        for role in roles
        if set(cells[role]) & set(letters) and not line.startswith(but)
    ]


def test_nothing_breaks_for_anybody():
    assert meets(*ROLES, letters="!") == []


def test_looking_changes_nothing():
    # Wagtail notes the size and hash of a file when somebody first looks at it.
    aside = ("admin/documents/edit/", "admin/images/<int:image_id>/")
    by_get = [f"{line}: {role}" for line, cells in table().items() for role in ROLES if cells[role][0] == "w"]
    assert [line for line in by_get if not line.startswith(aside)] == []


def test_a_stranger_opens_nothing_of_the_admin():
    # Words and pictures of Wagtail's own, and redirects to the one door.
    aside = ("admin/jsi18n/", "admin/sprite/", "admin/password_reset/")
    assert [line for line in meets("anon", letters="ow", but=aside) if line.startswith("admin/")] == []


def test_only_links_from_mails_let_a_stranger_change_something():
    assert meets("anon", but=("u/", "p/", "yes/"), letters="w") == []


def test_somebody_without_rights_meets_the_same_whoever_she_is():
    """An assistant whose grant is over, and one who was never named for Anna: not one letter apart but for their own letters."""
    own = ("admin/letters/", "admin/pages/", "admin/write/")
    assert [line for line, cells in table().items() if cells["ended"] != cells["other"] and not line.startswith(own)] == []


# Lines that name one of Anna's objects, and what others may still meet there.
OBJECT = re.compile(r"<(?!slug:app_name|str:filter_spec)|\(\?P<")
SHOWN_TO_ALL = {
    "admin/choose-page/<int:parent_page_id>/": "another's branch is shown as one's own",
    "admin/pages/<int:parent_page_id>/": "redirects to one's own branch",
    "admin/pages/<int:page_id>/revisions/": "redirects to the history, which refuses",
    "admin/pages/workflow/confirm_cancellation/": "a question without the letter's words",
    "admin/editing-sessions/release/": "ends sessions of one's own alone",
    "admin/pages/usage/": "a list of one's own",
    "admin/pages/create/": "asks under which page, among one's own",
    "admin/bulk/": "pictures and documents of head office; what Anna uploaded is left out",
    "admin/tag-autocomplete/": "tags of pictures",
    "admin/settings/": "the brand kit",
    "admin/guard/": "rules and texts are the company's",
    "admin/approved-texts/": "texts are the company's",
    "admin/workflows/": "the one workflow there is",
    "admin/password_reset/": "redirects to the one door",
}


@pytest.mark.parametrize("role", ["berta", "ended", "other", "far"])
def test_an_object_of_annas_does_not_exist_for_others(role: str):
    assert [line for line in meets(role, letters="ow", but=tuple(SHOWN_TO_ALL)) if line.startswith("admin/") and OBJECT.search(line)] == []


def test_who_writes_for_anna_opens_no_screen_with_readers_sends_or_people():
    closed = ("admin/readers/", "admin/people/", "admin/sellers/", "admin/grants/", "admin/outbox/", "admin/review/", "admin/guard/")
    assert [line for line in meets("named", letters="ow") if line.startswith(closed)] == []
    assert [line for line in meets("named", letters="ow") if line.startswith("admin/sends/<")] == []


def test_nobody_but_the_seller_opens_a_readers_card():
    others = [role for role in ROLES if role != "anna"]
    assert [line for line in meets(*others, letters="ow") if line.startswith(("admin/readers/<", "admin/readers/import/<"))] == []


def test_a_role_that_may_do_nothing_here_never_writes_a_letter():
    writing = ("admin/pages/<", "admin/pages/add/", "admin/letters/")
    assert [line for line in meets("near", "far", "admin", "anon", letters="w") if line.startswith(writing)] == []


def test_a_new_route_is_named_until_it_has_its_place_and_its_line(annas: Annas):
    patterns = get_resolver().url_patterns
    patterns.append(path("surprise/<str:token>", RedirectView.as_view(url="/"), name="surprise"))
    try:
        with pytest.raises(KeyError, match="surprise/<str:token>: say in tests/access/places.py"):
            matrix.places_of(annas)
    finally:
        patterns.pop()
    assert {place.line for place in matrix.places_of(annas)} == set(table())


def test_a_door_left_open_is_seen(annas: Annas, monkeypatch: pytest.MonkeyPatch):
    """The fault planted: whoever asks may look after sellers."""
    monkeypatch.setattr("hub.accounts.doors.is_administrator", lambda user: True)
    place = next(place for place in matrix.places_of(annas) if place.line == "admin/sellers/add/")
    assert table()[place.line]["berta"] == "--"
    assert matrix.Visitor(annas.world.berta.user).ask(place, annas.form()) == "oo"
