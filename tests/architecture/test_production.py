"""Production refuses each unsafe value with its reason, and is clean by Django's own measure."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hub.config.safety import unsafe_values

pytestmark = pytest.mark.one_engine
ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "SECRET_KEY": "Xk3v-8Fq0Zr7Lw2Tn5Yb9Hs4Dj6Gm1Pc-Aq8Ev3Uo5Ri7Wy-Bt9Nx4Kd",
    "DEBUG": False,
    "ORIGIN": "https://letters.maison.test",
    "DEMO": False,
    "MAIL_DOMAIN": "maison.test",
    "EMAIL_URL": "smtp+tls://relay.maison.test:587",
    "ALLOWED_HOSTS": ["letters.maison.test"],
    "DATABASE_URL": "postgres://hub@db.maison.test/hub",
    "BROKER_URL": "rediss://broker.maison.test:6379/0",
    "SECURE_HSTS_SECONDS": 31_536_000,
    "LETTER_TRANSPORT": "smtp",
}
UNSAFE = [
    ("SECRET_KEY", "short"),
    ("SECRET_KEY", "a" * 60),
    ("DEBUG", True),
    ("ORIGIN", "http://letters.maison.test"),
    ("ORIGIN", "https://letters.maison.test/shop"),
    ("DEMO", True),
    ("MAIL_DOMAIN", "letters.example"),
    ("EMAIL_URL", "smtp://relay.maison.test:25"),
    ("ALLOWED_HOSTS", ["*"]),
    ("ALLOWED_HOSTS", ["other.maison.test"]),
    ("SECURE_HSTS_SECONDS", 0),
    ("LETTER_TRANSPORT", "memory"),
    ("OIDC_ISSUER", "http://sign-in.maison.test"),
]
NAMED = {"DEMO": "HUB_DEMO"}


def test_safe_values_are_accepted():
    assert unsafe_values(SAFE) == []


@pytest.mark.parametrize(("name", "value"), UNSAFE)
def test_each_unsafe_value_is_refused_by_its_name(name, value):
    problems = unsafe_values({**SAFE, name: value})
    assert len(problems) == 1
    assert NAMED.get(name, name) in problems[0]


def in_production(*words: str, tmp_path: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    env = {
        "PATH": os.environ["PATH"],
        "HUB_DATA": str(tmp_path),
        "SECRET_KEY": SAFE["SECRET_KEY"],
        "ORIGIN": SAFE["ORIGIN"],
        "MAIL_DOMAIN": SAFE["MAIL_DOMAIN"],
        "EMAIL_URL": SAFE["EMAIL_URL"],
        "DATABASE_URL": f"sqlite:///{tmp_path}/hub.sqlite3",
        **changes,
    }
    return subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_the_deployment_check_is_clean(tmp_path):
    asked = in_production("check", "--deploy", "--fail-level", "WARNING", tmp_path=tmp_path)
    assert asked.returncode == 0, asked.stderr
    assert "no issues" in asked.stdout


def test_production_does_not_start_with_an_unsafe_value_and_says_why(tmp_path):
    asked = in_production("check", tmp_path=tmp_path, SECRET_KEY="", DEBUG="1")
    assert asked.returncode != 0
    assert "- SECRET_KEY is missing" in asked.stderr
    assert "- DEBUG is on" in asked.stderr


def test_the_installed_packages_agree_with_each_other():
    asked = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    if "No module named pip" in asked.stderr:
        asked = subprocess.run(["uv", "pip", "check", "--python", sys.executable], capture_output=True, text=True, check=False)
    assert asked.returncode == 0, asked.stdout + asked.stderr


def test_cookies_belong_to_this_host_alone_over_https_alone(tmp_path):
    names = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY"]
    words = f"from django.conf import settings as s; print(*(getattr(s, name) for name in {names}))"
    asked = in_production("shell", "--no-imports", "-c", words, tmp_path=tmp_path)
    assert asked.stdout.strip() == "__Host-session __Host-csrf True True True", asked.stderr


@pytest.mark.parametrize("broker", ["", "rediss://broker.maison.test:6379/0"])
def test_limits_are_counted_in_a_cache_that_all_processes_share(tmp_path, broker):
    words = "from django.conf import settings as s; print(s.CACHES['default']['BACKEND'].rsplit('.', 1)[-1])"
    asked = in_production("shell", "--no-imports", "-c", words, tmp_path=tmp_path, BROKER_URL=broker)
    assert asked.stdout.strip() == ("RedisCache" if broker else "DatabaseCache"), asked.stderr
