"""The gate opens for approved bytes, unchanged in everything they were approved with, and for nothing else."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from brandguard import gate, sources
from brandguard.choices import BlockState
from brandguard.documents import Document, Part
from brandguard.exceptions import Blocked, Held
from brandguard.models import ApprovedBlock, Artefact, BlockVersion
from brandguard.services import reviews
from brandguard.services.artefacts import freeze
from brandguard.services.rules import retire_rule, save_rule
from hub.common.frozen import FrozenRow
from tests.factories.brandguard import rule_fields
from tests.factories.profiles import make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
AUDIENCE = {"list": 7, "filter": {}}


@pytest.fixture
def source(monkeypatch):
    """Something that is not a letter: the guard cannot tell the difference."""
    present = {"thing:1": gate.Source("f" * 64, AUDIENCE, 40)}
    monkeypatch.setitem(sources._looks, "thing", present.get)
    return present


@pytest.fixture(autouse=True)
def a_monday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


def frozen(text="Come and see what is new.", **changes):
    document = Document(parts=(Part("body", text, "body/1"),), blocks=changes.pop("blocks", ()))
    what = {"subject": "thing:1", "title": "A thing", "region": "north", "payload": b"bytes", "audience": AUDIENCE, "audience_count": 40}
    author = changes.pop("author", None) or make_user("seller")
    return freeze(**{**what, "fingerprint": "f" * 64, "document": document, "author": author, **changes})


def approved(*args, **changes):
    artefact = frozen(*args, **changes)
    reviews.approve(reviews.open_review(artefact, by=artefact.author), by=make_user("lead"), sha256=artefact.sha256)
    return artefact


def codes(artefact, **asked):
    return {reason.code for reason in gate.problems(artefact, **asked)}


def block_version(key="delivery", **fields):
    block = ApprovedBlock.objects.create(key=key, title="Delivery terms")
    return BlockVersion.objects.create(block=block, number=1, state=BlockState.APPROVED, body="<p>x</p>", digest="d", **fields)


def test_it_opens_for_approved_bytes(source):
    gate.ensure_cleared(approved())


def test_it_stays_shut_before_anybody_has_said_yes(source):
    with pytest.raises(Held) as held:
        gate.ensure_cleared(frozen())
    assert {reason.code for reason in held.value.details["reasons"]} == {"no_approval", "not_approved"}


def test_it_stays_shut_for_what_was_never_saved(source):
    assert codes(Artefact(pk=999)) == {"unknown"}


def test_an_object_changed_in_memory_is_read_again(source):
    artefact = frozen()
    artefact.state = "approved"
    assert "not_approved" in codes(artefact)


def test_bytes_changed_in_the_database_do_not_pass(source):
    artefact = approved()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE brandguard_artefact SET payload = %s", [b"other"])
    assert codes(artefact) == {"bytes_changed"}


def test_bytes_and_hash_changed_together_do_not_pass_either(source):
    artefact, other = approved(), frozen(subject="thing:2", payload=b"other")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE brandguard_artefact SET payload = %s, sha256 = %s WHERE id = %s", [b"other", other.sha256, artefact.pk])
    assert codes(artefact) == {"other_bytes"}


@pytest.mark.parametrize("field", ["payload", "sha256", "document", "audience", "fingerprint"])
def test_the_models_refuse_to_change_what_is_frozen(source, field):
    artefact = frozen()
    for attempt in (artefact.save, lambda: artefact.save(update_fields=[field]), lambda: Artefact.objects.update(**{field: "x"})):
        with pytest.raises(FrozenRow):
            attempt()
    with pytest.raises(FrozenRow):
        Artefact.objects.all().delete()


def test_a_revoked_approval_is_the_end_of_it(source):
    artefact = approved()
    reviews.revoke(artefact, by=make_user("lead"), reason="The price is wrong.")
    assert codes(artefact) == {"revoked", "not_approved"}


def test_a_changed_source_does_not_pass(source):
    artefact = approved()
    source["thing:1"] = dataclasses.replace(source["thing:1"], fingerprint="0" * 64)
    assert codes(artefact) == {"source_changed"}


def test_a_vanished_source_does_not_pass(source):
    artefact = approved()
    del source["thing:1"]
    assert codes(artefact) == {"source_gone"}


def test_other_readers_do_not_pass(source):
    artefact = approved()
    assert codes(artefact, audience={"list": 8, "filter": {}}) == {"audience_changed"}
    source["thing:1"] = dataclasses.replace(source["thing:1"], audience={"list": 7, "filter": {"tag": "vip"}})
    assert codes(artefact) == {"audience_changed"}


@pytest.mark.parametrize(
    ("approved_for", "now", "passes"), [(40, 45, True), (40, 46, False), (200, 220, True), (200, 221, False), (40, 3, True)]
)
def test_the_readers_may_grow_by_a_tenth_or_by_five(source, approved_for, now, passes):
    source["thing:1"] = dataclasses.replace(source["thing:1"], audience_count=approved_for)
    artefact = approved(audience_count=approved_for)
    source["thing:1"] = dataclasses.replace(source["thing:1"], audience_count=now)
    assert (codes(artefact) == set()) is passes
    assert codes(artefact) <= {"audience_grown"}


def test_a_recalled_text_holds_what_contains_it(source):
    version = block_version()
    artefact = approved(blocks=(("delivery", 1),))
    assert codes(artefact) == set()
    BlockVersion.objects.filter(pk=version.pk).update(state=BlockState.RECALLED, recall_reason="The terms are wrong.")
    assert codes(artefact) == {"block_recalled"}


def test_a_text_that_expired_since_holds(source):
    block_version(valid_to=NOW + timedelta(hours=1))
    artefact = approved(blocks=(("delivery", 1),))
    assert codes(artefact) == set()
    assert codes(artefact, now=NOW + timedelta(hours=2)) == {"block_expired"}


@pytest.mark.parametrize("fields", [{"regions": ["south"]}, {"valid_to": NOW - timedelta(days=1)}, {"valid_from": NOW + timedelta(days=1)}])
def test_a_text_that_may_not_be_used_here_and_now_is_not_frozen(source, fields):
    block_version(**fields)
    with pytest.raises(Blocked, match="Delivery terms"):
        frozen(blocks=(("delivery", 1),))


def test_a_text_that_does_not_exist_is_not_frozen(source):
    with pytest.raises(Blocked):
        frozen(blocks=(("made-up", 1),))


def test_a_rule_made_stricter_holds_what_is_already_approved_and_lets_it_go_again(source):
    artefact = approved("We give a guarantee on it.")
    assert codes(artefact) == set()
    rule = save_rule(rule_fields(state="live"), by=None)
    assert codes(artefact) == {"rule"}
    retire_rule(rule, by=None)
    assert codes(artefact) == set()


def test_a_rule_with_a_date_holds_from_that_date_on(source):
    artefact = approved("We give a guarantee on it.")
    save_rule(rule_fields(state="live", valid_from=NOW + timedelta(days=1)), by=None)
    assert codes(artefact) == set()
    assert codes(artefact, now=NOW + timedelta(days=2)) == {"rule"}


def test_a_finding_that_nobody_has_seen_holds_and_one_that_was_seen_does_not(source):
    rule = rule_fields(severity="review", state="live")
    artefact = approved("We give a guarantee on it.")
    save_rule(rule, by=None)
    assert codes(artefact) == {"rule"}
    assert codes(approved("We give a guarantee on it.")) == set()


def test_a_rule_made_while_it_waits_stops_the_yes(source):
    artefact = frozen("We give a guarantee on it.")
    review = reviews.open_review(artefact, by=artefact.author)
    save_rule(rule_fields(state="live"), by=None)
    with pytest.raises(Blocked):
        reviews.approve(review, by=make_user("lead"), sha256=artefact.sha256)


def test_what_must_be_justified_needs_a_reason_in_writing(source):
    save_rule(rule_fields(severity="justify", state="live"), by=None)
    for reasons in (None, {"no-guarantees": "  "}):
        with pytest.raises(Blocked):
            frozen("We give a guarantee on it.", justifications=reasons)
    frozen("We give a guarantee on it.", justifications={"no-guarantees": "The maker gives it."})


def test_it_opens_only_within_the_approved_time(source):
    artefact = approved(window=(NOW, NOW + timedelta(days=2)))
    assert codes(artefact, now=NOW - timedelta(minutes=1)) == {"too_early"}
    assert codes(artefact, now=NOW + timedelta(days=1)) == set()
    assert codes(artefact, now=NOW + timedelta(days=3)) == {"too_late"}


def test_a_newer_submission_takes_the_place_of_an_approved_one(source):
    old = approved()
    frozen(author=old.author)
    assert codes(old) == {"not_approved"}


def test_an_approval_by_the_author_slipped_in_by_hand_does_not_pass(source):
    artefact = approved()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE brandguard_approval SET by_id = %s", [artefact.author_id])
    assert codes(artefact) == {"own_letter"}


def test_what_a_merge_field_puts_in_is_checked(source):
    save_rule(rule_fields(state="live"), by=None)
    assert gate.check_values(["Maria", "Kowalska", ""]) == []
    assert [finding.rule for finding in gate.check_values(["Guarantee"])] == ["no-guarantees"]


def test_asking_for_each_batch_costs_one_query_of_the_guard(source):
    block_version()
    artefact = approved(blocks=(("delivery", 1),))
    gate.ensure_cleared(artefact)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        gate.ensure_cleared(artefact)
    assert len(queries) == 1  # artefact, approval, blocks and the rules in force; the source here asks nothing
