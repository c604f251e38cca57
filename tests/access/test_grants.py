"""An assistant writes for named sellers until a day, and one person inside the company answers for it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page
from wagtail.permissions import policy_registry

from hub.accounts import services as accounts
from hub.accounts.models import User
from hub.common.exceptions import HubError, NotAllowed
from hub.common.models import AuditEntry
from sellers.profiles import queries, services
from sellers.profiles.models import WritingGrant
from tests.access.world import World, make_world
from tests.factories.company import make_region
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db
NOON = "2026-03-10 12:00:00+00:00"
DAY = date(2026, 3, 10)


@pytest.fixture
def world() -> World:
    with time_machine.travel(NOON, tick=False):
        world = make_world()
        WritingGrant.objects.update(until=DAY, owner=world.administrator)
        return world


def writes_for(user: User) -> set[int]:
    return set(queries.sellers_written_by(viewer=User.objects.get(pk=user.pk)).values_list("pk", flat=True))


def lines() -> list[tuple[str, dict]]:
    return [(e.action, e.data) for e in AuditEntry.objects.filter(action__startswith="profiles.writing").order_by("seq")][1:]


def test_the_last_day_counts_and_the_next_does_not_without_anything_having_run(world: World):
    with time_machine.travel("2026-03-10 22:59:00+00:00", tick=False):  # 23:59 in Warsaw
        assert writes_for(world.assistant) == {world.berta.pk}
    with time_machine.travel("2026-03-10 23:01:00+00:00", tick=False):  # 00:01
        assert writes_for(world.assistant) == set()


def test_a_page_that_was_open_when_the_grant_ended_saves_nothing_more(world: World):
    client, edit = Client(), f"/admin/pages/{world.bertas.pk}/edit/"
    with time_machine.travel(NOON, tick=False):
        client.force_login(world.assistant)
        assert client.get(edit).status_code == 200
    with time_machine.travel("2026-03-11 08:00:00+00:00", tick=False):
        for answer in (client.get(edit), client.post(edit, {"title": "late"})):
            assert answer.status_code in (302, 403, 404)
        assert Page.objects.get(pk=world.bertas.pk).latest_revision_id == world.bertas.latest_revision_id


def test_guardian_itself_says_no_after_the_last_day(world: World):
    with time_machine.travel(NOON, tick=False):
        assert world.assistant.has_perm(queries.WRITE, world.berta)
        assert world.assistant.get_all_permissions(world.berta) == {"write_for_seller"}
    with time_machine.travel("2026-03-11 08:00:00+00:00", tick=False):
        late = User.objects.get(pk=world.assistant.pk)
        assert not late.has_perm(queries.WRITE, world.berta)
        assert late.get_all_permissions(world.berta) == set()


@time_machine.travel(NOON, tick=False)
def test_a_grant_rests_while_nobody_inside_answers_for_it(world: World):
    lead = make_user("lead")
    grant = WritingGrant.objects.get()
    services.change_grant(grant, until=DAY, owner=lead, by=world.administrator)
    accounts.deactivate_user(lead, by=world.administrator)
    assert writes_for(world.assistant) == set()
    grant.refresh_from_db()
    assert not grant.is_in_force
    services.change_grant(grant, until=DAY, owner=world.administrator, by=world.administrator)
    assert writes_for(world.assistant) == {world.berta.pk}


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize("until", [DAY - timedelta(days=1), DAY + timedelta(days=367)])
def test_a_day_that_is_over_or_far_away_is_refused(world: World, until: date):
    with pytest.raises(HubError, match="day"):
        services.grant_writing(world.anna, to=world.assistant, by=world.administrator, until=until)


@time_machine.travel(NOON, tick=False)
def test_who_answers_for_it_works_inside_and_looks_after_this_seller(world: World):
    abroad = make_user("lead", region=make_region("elsewhere"))
    gone = make_user("administrator", is_active=False)
    for owner in (world.assistant, abroad, gone, world.anna.user):
        with pytest.raises(HubError, match="answers for"):
            services.grant_writing(world.berta, to=make_user("assistant"), by=world.administrator, until=DAY, owner=owner)
    near = make_user("lead", region=world.berta.shop.region)
    assert set(queries.owners_for(seller=world.berta)) == {near, world.lead, world.administrator, world.berta.user}


@time_machine.travel(NOON, tick=False)
def test_giving_extending_and_ending_stand_in_the_audit_trail(world: World):
    grant = services.grant_writing(world.anna, to=world.assistant, by=world.administrator, until=DAY)
    services.grant_writing(world.anna, to=world.assistant, by=world.administrator, until=DAY)
    services.change_grant(grant, until=DAY + timedelta(days=5), owner=world.lead, by=world.administrator)
    services.revoke_writing(world.anna, to=world.assistant, by=world.administrator)
    mine = {"user": world.assistant.pk}
    assert lines() == [
        ("profiles.writing_granted", {**mine, "until": "2026-03-10", "owner": world.administrator.pk}),
        ("profiles.writing_changed", {**mine, "until": "2026-03-15", "owner": world.lead.pk, "fields": ["owner", "until"]}),
        ("profiles.writing_revoked", {**mine, "until": "2026-03-15", "owner": world.lead.pk, "why": "ended"}),
    ]


@time_machine.travel(NOON, tick=False)
def test_only_administrators_give_extend_and_end(world: World):
    grant = WritingGrant.objects.get()
    for by in (world.lead, world.berta.user, world.assistant):
        with pytest.raises(NotAllowed):
            services.change_grant(grant, until=DAY, owner=world.administrator, by=by)
    with pytest.raises(NotAllowed):
        queries.grants_seen_by(viewer=world.assistant)


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(
    "end", [lambda u, by: accounts.change_role(u, role="lead", by=by), lambda u, by: accounts.deactivate_user(u, by=by)]
)
def test_a_grant_ends_with_the_role_and_with_the_sign_in(world: World, end):
    end(world.assistant, world.administrator)
    assert not WritingGrant.objects.exists()
    assert [action for action, _ in lines()] == ["profiles.writing_revoked"]


def test_asking_who_writes_costs_the_same_for_one_grant_and_for_many(world: World):
    policy = policy_registry.get_by_type(Page)

    def cost() -> int:
        user = User.objects.get(pk=world.assistant.pk)
        with CaptureQueriesContext(connection) as captured:
            list(queries.sellers_written_by(viewer=user))
            list(policy.explorable_instances(user).values_list("pk", flat=True))
        return len(captured)

    WritingGrant.objects.update(until=timezone.localdate())
    services.grant_writing(world.anna, to=world.assistant, by=None)
    few = cost()
    for number in range(40):
        services.grant_writing(make_seller(f"Seller {number}"), to=world.assistant, by=None)
    assert cost() == few
