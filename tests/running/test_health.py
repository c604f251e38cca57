"""`/health/live` and `/health/ready`: 200 only when every part runs, 503 naming what is missing, and no secrets."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from hub.common import health
from hub.common.heartbeat import beat
from hub.common.models import Heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture
def all_running(settings, smtp_sink):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = smtp_sink.host, smtp_sink.port
    beat("worker")
    beat("scheduler")


def missing(client):
    answer = client.get("/health/ready")
    return answer.status_code, answer.json()["missing"]


def test_the_web_process_says_that_it_lives_without_asking_anybody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/health/live").json() == {"status": "live"}


def test_ready_when_all_parts_run(client, all_running):
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert set(answer.json()["checks"].values()) == {"ok"}
    assert set(answer.json()["checks"]) >= {"web", "database", "worker", "scheduler", "mail_server"}


@pytest.mark.parametrize("name", ["worker", "scheduler"])
def test_a_silent_process_is_named(client, all_running, name):
    Heartbeat.objects.filter(name=name).update(at=timezone.now() - timedelta(seconds=31))
    assert missing(client) == (503, [name])
    Heartbeat.objects.filter(name=name).delete()
    assert missing(client) == (503, [name])


def test_a_mail_server_that_is_away_is_named(client, all_running, smtp_sink, settings):
    settings.EMAIL_PORT = 9
    assert missing(client) == (503, ["mail_server"])


def test_a_database_that_is_away_is_said_without_its_address(client, all_running, monkeypatch):
    def away():
        raise DatabaseError("could not connect to 10.0.0.7 as hub with password x")

    monkeypatch.setitem(health._checks, "database", away)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert "10.0.0.7" not in answer.content.decode()


def test_rooms_above_can_add_a_part(client, all_running, monkeypatch):
    monkeypatch.setattr(health, "_checks", dict(health._checks))
    health.register("printer", lambda: "has no paper")
    assert missing(client) == (503, ["printer"])


def test_health_is_never_kept_in_a_cache_and_changes_nothing(client, all_running):
    assert "no-store" in client.get("/health/ready")["Cache-Control"]
    assert client.post("/health/ready").status_code == 405
