"""A click on a counted link: the door before Django against a view with one row an event, behind the same middleware as every page.

Both are asked as WSGI applications in one process, so that no web server's own cost hides the difference. The door's lines are loaded
into the database afterwards; that time is added to it.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path
from django.utils import timezone

from benchmarks.frame import Result, compare
from benchmarks.rig import here

CLICKS, BASELINE = 4_000, 400
GOAL = 10.0
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"


def click_view(request: HttpRequest, token: str, link: int) -> HttpResponse:
    """What a Django project would write: check the token, look up the target, insert a row, redirect."""
    from sellers.delivery.links import read_track
    from sellers.tracking.models import Event
    from sellers.tracking.queries import link_table

    letter, delivery = read_track(token)
    targets = link_table(letter)
    assert targets is not None
    agent = request.headers.get("User-Agent", "")
    Event.objects.create(
        issue_id=letter, delivery_id=delivery, kind="click", link=link, at=timezone.now(), method=request.method or "", agent=agent[:200]
    )
    return HttpResponseRedirect(targets[link])


urlpatterns = [path("c/<str:token>/<int:link>", click_view), path("", include("hub.config.urls"))]


def measure() -> list[Result]:
    from django.core.management import call_command

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with tempfile.TemporaryDirectory() as folder, here(folder):
        settings.LETTER_TRANSPORT, settings.JOURNAL_DIR, settings.RECORDS_DIR = "memory", Path(folder) / "journal", Path(folder) / "records"
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
        settings.ROOT_URLCONF = "benchmarks.tracking"
        call_command("migrate", verbosity=0)
        paths = _paths()
        return [
            compare(
                "a click: the door and its loader ÷ Django's middleware and a row",
                ours=_door(paths),
                baseline=_django(paths),
                times=CLICKS,
                baseline_times=BASELINE,
                goal=GOAL,
                rounds=5,
            )
        ]


def _paths() -> list[str]:
    """A counted link of each copy of a sent letter."""
    from hub.company.models import BrandKit
    from sellers.delivery.links import track_token
    from tests.factories.tracking import sent_issue

    brand = BrandKit.load()
    brand.tracking = "personal"
    brand.save()
    issue = sent_issue(readers=500, body=[("text", '<p>See <a href="https://shop.example/a">this</a></p>')])
    return [f"/c/{track_token(issue.pk, pk)}/0" for pk in issue.deliveries.values_list("pk", flat=True)]


def _environ(path_info: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET", "PATH_INFO": path_info, "QUERY_STRING": "", "SERVER_NAME": "localhost", "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "localhost", "HTTP_USER_AGENT": AGENT, "REMOTE_ADDR": "198.51.100.7",
        "wsgi.input": open(os.devnull, "rb"), "wsgi.url_scheme": "http", "wsgi.errors": None,
    }  # fmt: skip


def _asking(application: Any, paths: list[str], times: int) -> None:
    statuses = []
    for number in range(times):
        body = application(_environ(paths[number % len(paths)]), lambda status, headers, *_: statuses.append(status))
        b"".join(body)
        if hasattr(body, "close"):
            body.close()
    if {status[:3] for status in statuses} != {"302"}:
        raise RuntimeError(f"not every click was sent on: {set(statuses)}")


def _door(paths: list[str]) -> Callable[[int], None]:
    from sellers.tracking.door import Door
    from sellers.tracking.models import Event
    from sellers.tracking.services.loading import load_records

    door = Door(WSGIHandler())

    def run(times: int) -> None:
        _asking(door, paths, times)
        if load_records() != times:
            raise RuntimeError("not every click was loaded")
        Event.objects.all()._raw_delete("default")  # each round starts with the same table

    return run


def _django(paths: list[str]) -> Callable[[int], None]:
    from sellers.tracking.models import Event

    django = WSGIHandler()

    def run(times: int) -> None:
        _asking(django, paths, times)
        Event.objects.all()._raw_delete("default")

    return run
