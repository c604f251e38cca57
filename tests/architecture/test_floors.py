"""Imports go only downward, and the database knows every model."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.one_engine
def test_imports_go_only_downward_and_inside_rooms_in_their_order(tmp_path):
    script = Path(sys.executable).parent / "lint-imports"
    asked = subprocess.run([script, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert asked.returncode == 0, asked.stdout


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
