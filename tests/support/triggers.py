"""The audit trail's database triggers: off in the test template, because emptying tables after a test is what they forbid."""

from importlib import import_module

from django.db import connection

_migration = import_module("hub.common.migrations.0003_audit_append_only")


def install() -> None:
    _migration.forwards(None, connection.schema_editor())


def remove() -> None:
    _migration.backwards(None, connection.schema_editor())
