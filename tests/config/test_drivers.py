"""A process loads the driver of its own database and no other."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOADED = "import django, sys; django.setup(); print('LOADED', sorted({'psycopg', 'sqlite3'} & set(sys.modules)))"


def test_on_sqlite_nothing_loads_the_driver_of_postgresql(tmp_path):
    own = {"DJANGO_SETTINGS_MODULE": "hub.config.settings", "SECRET_KEY": "x", "HUB_DATA": str(tmp_path), "HUB_MODE": "local"}
    env = {**os.environ, **own, "DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}"}
    said = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout  # noqa: S603
    assert "LOADED ['sqlite3']" in said
