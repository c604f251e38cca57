"""The Content-Security-Policy holds on sign-in and on a writer's screens: nothing inline runs, nothing is fetched from elsewhere."""

from contextvars import copy_context
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.access.world import make_world

pytestmark = pytest.mark.django_db
HERE = "http://localhost"
WRITERS = ["/admin/", "/admin/letters/", "/admin/my-page/", "/admin/pages/{letter}/edit/", "/admin/pages/{page}/", "/accounts/2fa/"]
STRANGERS = ["/accounts/login/", "/accounts/password/reset/"]


def served_by(client: Client, page) -> tuple[list[str], list[str]]:
    """Let the browser's requests be answered by Django's test client; the complaints and the requests to other places."""
    complaints, elsewhere = [], []
    # Playwright calls back in a context of its own, where Django would open a second connection.
    context = copy_context()

    def answer(route):
        url = route.request.url
        if not url.startswith(HERE):
            elsewhere.append(url)
            return route.abort()
        parts = urlsplit(url)
        given = context.run(client.generic, route.request.method, f"{parts.path}?{parts.query}", route.request.post_data_buffer or b"")
        return route.fulfill(status=given.status_code, headers=dict(given.headers), body=given.getvalue())

    def listen(message):
        if "Content Security Policy" in message.text or message.type == "error":
            complaints.append(f"{page.url}: {message.text}")

    page.route("**/*", answer)
    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    return complaints, elsewhere


@pytest.mark.parametrize("places", [WRITERS, STRANGERS], ids=["writer", "stranger"])
def test_no_page_breaks_the_policy(places, page):
    world, client = make_world(), Client(SERVER_NAME="localhost")
    if places is WRITERS:
        client.force_login(world.anna.user)
    complaints, elsewhere = served_by(client, page)
    for place in places:
        page.goto(HERE + place.format(letter=world.annas.pk, page=world.anna.page.pk), wait_until="load")
    assert (complaints, elsewhere) == ([], [])
