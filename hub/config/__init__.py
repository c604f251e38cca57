"""The roof: settings, URLs, the Celery app and the timetable. Nobody imports it."""

from .celery import app as celery_app

__all__ = ["celery_app"]
