"""Approved texts: versions, two people, pinned for ever, offered only to those who may use them."""

from datetime import UTC, datetime

import pytest
import time_machine

from brandguard import queries
from brandguard.choices import BlockState
from brandguard.exceptions import Blocked, GuardError, NotYours
from brandguard.models import ApprovedBlock, BlockVersion
from brandguard.services import blocks
from brandguard.signals import block_recalled
from hub.common.exceptions import NotAllowed
from hub.common.frozen import FrozenRow
from hub.common.models import AuditEntry
from tests.factories.brandguard import approved_version, live_rule
from tests.factories.company import make_region, make_shop
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db


def offered(user) -> list[str]:
    return [version.block.key for version in queries.block_versions_for(viewer=user)]


def test_a_text_needs_two_people():
    lead = make_user("lead")
    block = blocks.create_block(key="hours", title="Hours", body="<p>Open from nine.</p>", by=lead)
    version = blocks.submit_version(block.versions.get(), by=lead)
    with pytest.raises(NotYours):
        blocks.approve_version(version, by=lead)
    assert blocks.approve_version(version, by=make_user("lead")).state == BlockState.APPROVED


def test_not_even_a_superuser_approves_her_own_text():
    boss = make_user("administrator", is_superuser=True)
    block = blocks.create_block(key="hours", title="Hours", body="<p>Open.</p>", by=boss)
    with pytest.raises(NotYours):
        blocks.approve_version(blocks.submit_version(block.versions.get(), by=boss), by=boss)


def test_whoever_edits_a_draft_last_does_not_approve_it():
    maker, editor = make_user("lead"), make_user("lead")
    version = blocks.create_block(key="hours", title="Hours", body="<p>Open.</p>", by=maker).versions.get()
    blocks.submit_version(blocks.edit_draft(version, body="<p>Closed.</p>", by=editor), by=maker)
    with pytest.raises(NotYours):
        blocks.approve_version(version, by=editor)


def test_a_version_that_has_left_draft_does_not_change():
    version = approved_version()
    with pytest.raises(GuardError):
        blocks.edit_draft(version, body="<p>Other.</p>", by=make_user("lead"))
    version.body = "<p>Other.</p>"
    with pytest.raises(FrozenRow):
        version.save()


@pytest.mark.parametrize("delete", [lambda: BlockVersion.objects.all().delete(), lambda: ApprovedBlock.objects.get().delete()])
def test_nothing_is_deleted(delete):
    approved_version()
    with pytest.raises(FrozenRow):
        delete()


def test_scripts_and_styles_are_taken_out():
    version = approved_version(body='<p style="color:red" onclick="x()">Hi <script>x()</script><a href="javascript:x()">there</a></p>')
    assert version.body == "<p>Hi x()<a>there</a></p>"


def test_a_text_that_the_rules_block_is_not_submitted():
    live_rule(word="guarantee")
    lead = make_user("lead")
    version = blocks.create_block(key="w", title="W", body="<p>We guaran<b>tee</b> it.</p>", by=lead).versions.get()
    with pytest.raises(Blocked):
        blocks.submit_version(version, by=lead)


def test_a_rule_made_meanwhile_stops_the_approval():
    lead = make_user("lead")
    version = blocks.create_block(key="w", title="W", body="<p>A guarantee.</p>", by=lead).versions.get()
    blocks.submit_version(version, by=lead)
    live_rule(word="guarantee")
    with pytest.raises(Blocked):
        blocks.approve_version(version, by=make_user("lead"))


def test_a_recall_needs_a_reason_and_is_announced():
    version, lead, heard = approved_version(), make_user("lead"), []
    with pytest.raises(GuardError):
        blocks.recall_version(version, reason=" ", by=lead)
    block_recalled.connect(lambda version, by, **_: heard.append((version.pk, by)), weak=False, dispatch_uid="test")
    try:
        blocks.recall_version(version, reason="Wrong hours.", by=lead)
    finally:
        block_recalled.disconnect(dispatch_uid="test")
    assert heard == [(version.pk, lead)]
    assert not queries.may_use(version, viewer=lead)


@pytest.mark.parametrize("role", ["seller", "assistant"])
def test_writers_change_no_text(role):
    writer, version = make_user(role), approved_version()
    with pytest.raises(NotAllowed):
        blocks.create_block(key="mine", title="Mine", by=writer)
    with pytest.raises(NotAllowed):
        blocks.recall_version(version, reason="I do not like it", by=writer)


def test_every_step_is_recorded():
    version = approved_version()
    blocks.recall_version(version, reason="Wrong.", by=make_user("lead"))
    actions = AuditEntry.objects.filter(subject__startswith="block:").values_list("action", flat=True)
    assert list(actions) == ["block.created", "block.drafted", "block.submitted", "block.approved", "block.recalled"]


def test_a_seller_is_offered_the_texts_of_her_region():
    approved_version("everywhere")
    approved_version("north-only", regions=["north"])
    approved_version("south-only", regions=["south"])
    seller = make_seller(shop=make_shop(region=make_region("north")))
    assert offered(seller.user) == ["everywhere", "north-only"]


def test_a_text_for_leads_is_not_offered_to_sellers():
    approved_version("for-leads", roles=["lead"])
    assert offered(make_seller().user) == []
    assert offered(make_user("lead")) == ["for-leads"]


def test_only_the_newest_approved_version_is_offered():
    approved_version("hours")
    second = approved_version("hours", body="<p>New hours.</p>")
    blocks.draft_version(second.block, body="<p>Not yet.</p>", by=make_user("lead"))
    assert [v.number for v in queries.block_versions_for(viewer=make_user("lead"))] == [2]


def test_after_a_recall_the_version_before_it_is_offered_again():
    approved_version("hours")
    blocks.recall_version(approved_version("hours"), reason="Wrong.", by=make_user("lead"))
    assert [v.number for v in queries.block_versions_for(viewer=make_user("lead"))] == [1]


def test_a_text_is_offered_in_its_time_only():
    approved_version("spring", valid_from=datetime(2026, 3, 1, tzinfo=UTC), valid_to=datetime(2026, 6, 1, tzinfo=UTC))
    lead = make_user("lead")
    for day, expected in (("2026-02-28", []), ("2026-03-01", ["spring"]), ("2026-06-01", [])):
        with time_machine.travel(f"{day}T12:00:00Z", tick=False):
            assert offered(lead) == expected


def test_versions_whose_time_is_over_are_marked_expired():
    version = approved_version("spring", valid_to=datetime(2026, 6, 1, tzinfo=UTC))
    assert blocks.expire_versions(now=datetime(2026, 5, 31, tzinfo=UTC)) == 0
    assert blocks.expire_versions(now=datetime(2026, 6, 1, tzinfo=UTC)) == 1
    version.refresh_from_db()
    assert version.state == BlockState.EXPIRED


def test_an_archived_block_is_not_offered():
    version = approved_version()
    blocks.archive_block(version.block, by=make_user("lead"))
    assert offered(make_user("lead")) == []


def test_texts_can_be_asked_for_by_region_role_and_language():
    approved_version("pl-north", regions=["north"], language="pl")
    approved_version("en")
    ask = queries.usable_block_versions
    assert [v.block.key for v in ask(region="north", role="seller", language="pl")] == ["pl-north"]
    assert [v.block.key for v in ask(region="south", role="seller", language=None)] == ["en"]
