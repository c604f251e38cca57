"""The audit trail can be added to and read. Every other way of touching it is refused, and shows."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from hub.common import audit
from hub.common.frozen import FrozenRow
from hub.common.models import AuditEntry
from tests.support import triggers

pytestmark = pytest.mark.django_db


def sql(statement: str, *values: object) -> None:
    """As somebody with the database's own password would."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def trail() -> list[AuditEntry]:
    return [audit.record("test.happened", subject=f"thing:{n}", data={"n": n}) for n in range(1, 6)]


def test_a_whole_chain_says_how_long_it_is_and_where_it_ends(trail, capsys):
    call_command("audit_verify")
    assert capsys.readouterr().out == f"chain whole, 5 entries, head {trail[-1].digest}\n"


def test_an_empty_chain_is_whole(capsys):
    call_command("audit_verify")
    assert "chain whole, 0 entries" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("data", json.dumps({"n": 4})),
        ("action", "test.happenee"),
        ("subject", "thing:9"),
        ("actor", "user:1"),
        ("at", "2020-01-01 00:00:00+00:00"),
    ],
)
def test_a_changed_byte_is_named(trail, column, value):
    sql(f"UPDATE hub_common_auditentry SET {column} = %s WHERE seq = 3", value)
    with pytest.raises(CommandError, match="broken at entry 3: its content does not match its digest") as caught:
        call_command("audit_verify")
    assert caught.value.returncode == 1


def test_a_line_rewritten_with_a_fresh_digest_breaks_the_next_one(trail):
    forged = AuditEntry.objects.get(seq=3)
    forged.subject = "thing:99"
    sql("UPDATE hub_common_auditentry SET subject = %s, digest = %s WHERE seq = 3", forged.subject, audit.digest_of(forged))
    assert audit.verify().broken_at == 4
    assert "follow" in audit.verify().what


def test_a_deleted_line_is_named(trail):
    sql("DELETE FROM hub_common_auditentry WHERE seq = 2")
    assert (audit.verify().broken_at, audit.verify().what) == (2, "line 2 is missing")


def test_swapped_lines_are_named(trail):
    sql("UPDATE hub_common_auditentry SET seq = 100 WHERE seq = 2")
    sql("UPDATE hub_common_auditentry SET seq = 2 WHERE seq = 3")
    sql("UPDATE hub_common_auditentry SET seq = 3 WHERE seq = 100")
    assert audit.verify().broken_at == 2


def test_a_cut_off_end_shows_in_the_head(trail):
    head = audit.verify().head
    sql("DELETE FROM hub_common_auditentry WHERE seq = 5")
    assert (audit.verify().broken_at, audit.verify().head) == (None, trail[3].digest)
    assert audit.verify().head != head


def test_the_models_refuse_changes_and_deletions(trail):
    trail[0].subject = "other"
    for attempt in (
        trail[0].save,
        trail[0].delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(subject="other"),
        lambda: AuditEntry.objects.bulk_update(trail, ["subject"]),
    ):
        with pytest.raises(FrozenRow):
            attempt()
    assert audit.verify().broken_at is None


@pytest.mark.parametrize("statement", ["UPDATE hub_common_auditentry SET subject = 'x' WHERE seq = 1", "DELETE FROM hub_common_auditentry"])
def test_the_database_itself_refuses(trail, statement):
    triggers.install()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(statement)
    audit.record("test.happened", subject="thing:6")
    assert audit.verify().entries == 6
