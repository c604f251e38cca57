import importlib
import sys

from django.apps import AppConfig
from django.db import connection


class HubConfig(AppConfig):
    name = "hub.config"
    label = "hub_config"

    def ready(self) -> None:
        if connection.vendor == "sqlite":
            leave_the_driver_alone()


def leave_the_driver_alone() -> None:
    """On SQLite nothing needs PostgreSQL's driver. REST framework, which comes with Wagtail's API, loads it wherever it is installed, to
    know four kinds of fields that we have none of: nine megabytes of every process. For that one import they are not there."""
    fields = "django.contrib.postgres.fields"
    if fields in sys.modules or "rest_framework.compat" in sys.modules:
        return
    sys.modules[fields] = None  # type: ignore[assignment]
    try:
        importlib.import_module("rest_framework.compat")
    finally:
        del sys.modules[fields]
