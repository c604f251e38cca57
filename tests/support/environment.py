"""Loaded before Django's settings (pytest -p): the test run's own environment, and the database server it runs on.

DATABASE_URL in the environment wins; else TEST_DATABASE=postgres starts a server of its own; else SQLite in a file.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

CACHE = Path(tempfile.gettempdir()) / f"hub-tests-{os.getuid()}"


def prepare() -> None:
    """Only in the controlling process: workers inherit what it sets."""
    data = tempfile.mkdtemp(prefix="hub-test-data-")
    atexit.register(shutil.rmtree, data, ignore_errors=True)
    os.environ.update(
        {
            "HUB_DATA": data,
            "HUB_MODE": "test",
            "ORIGIN": "http://localhost:8000",
            "SECRET_KEY": "a key that only the tests know, long enough to be accepted",
            "MAIL_DOMAIN": "letters.example",
            "EMAIL_URL": "smtp://127.0.0.1:9",
            "BROKER_URL": "",
            "HUB_DEMO": "1",
        }
    )
    if "DATABASE_URL" not in os.environ:
        if os.environ.get("TEST_DATABASE") == "postgres":
            from tests.support.servers import postgres_url

            os.environ["DATABASE_URL"] = postgres_url()
        else:
            os.environ["DATABASE_URL"] = f"sqlite:///{data}/unused.sqlite3"


if "PYTEST_XDIST_WORKER" not in os.environ:
    CACHE.mkdir(exist_ok=True)
    prepare()
