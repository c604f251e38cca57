"""A seller leaves the company: one action, and nothing of hers goes out any more."""

import pytest
from django.test import Client

from hub.accounts.models import User
from hub.common.exceptions import HubError, NotAllowed
from hub.common.models import AuditEntry
from sellers.delivery.exceptions import NotReady
from sellers.delivery.models import Issue
from sellers.delivery.services.arm import arm_issue
from sellers.delivery.services.start import start_issue
from sellers.profiles import queries, services
from sellers.profiles.models import Seller, WritingGrant
from sellers.profiles.signals import seller_left, seller_returned
from tests.access.world import World, make_world
from tests.factories.delivery import make_issue
from tests.factories.profiles import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def test_her_sign_in_and_her_sessions_end_at_once(world: World, client: Client):
    client.post("/accounts/login/", {"login": world.anna.user.email, "password": PASSWORD})
    assert client.get("/admin/").status_code == 200
    services.let_go(world.anna, by=world.administrator)
    assert client.get("/admin/").status_code == 302
    again = Client()
    again.post("/accounts/login/", {"login": world.anna.user.email, "password": PASSWORD})
    assert "_auth_user_id" not in again.session


def test_what_is_armed_or_being_sent_is_pulled_back_and_the_rest_stays(world: World):
    sending, armed, approved = (make_issue(world.anna, readers=2, subject=f"Letter {n}") for n in range(3))
    others = make_issue(world.berta, readers=2, subject="Another's")
    for issue in (sending, armed, others):
        arm_issue(issue, by=None)
    start_issue(sending.pk)
    services.let_go(world.anna, by=world.administrator)
    states = dict(Issue.objects.values_list("pk", "state"))
    assert states == {sending.pk: "cancelled", armed.pk: "cancelled", approved.pk: "ready", others.pk: "armed"}
    with pytest.raises(NotReady):
        arm_issue(approved, by=None)
    pulled = AuditEntry.objects.filter(action="issue.cancelled", actor_id=world.administrator.pk)
    assert {(e.subject, e.data["why"]) for e in pulled} == {(f"letter:{i.pk}", "seller left") for i in (sending, armed)}


def test_nobody_writes_for_her_and_her_page_is_gone(world: World):
    services.grant_writing(world.anna, to=world.assistant, by=None)
    services.let_go(world.anna, by=world.administrator)
    assert not WritingGrant.objects.filter(content_object=world.anna).exists()
    assert not queries.sellers_written_by(viewer=world.assistant).contains(world.anna)
    assert Client().get(world.anna.page.url).status_code == 404
    with pytest.raises(HubError, match="has left"):
        services.grant_writing(world.anna, to=world.assistant, by=world.administrator)


def test_letting_her_sign_in_again_opens_no_list(world: World, client: Client):
    from hub.accounts.services import reactivate_user

    services.let_go(world.anna, by=world.administrator)
    reactivate_user(world.anna.user, by=world.administrator)
    client.force_login(User.objects.get(pk=world.anna.user_id))
    for path in ("/admin/readers/", "/admin/my-page/"):
        assert client.get(path).status_code == 404


def test_others_hear_of_it_with_whom_customers_may_follow(world: World):
    heard = []
    seller_left.connect(lambda **kwargs: heard.append(kwargs), weak=False, dispatch_uid="test")
    seller_returned.connect(lambda **kwargs: heard.append(kwargs), weak=False, dispatch_uid="test")
    try:
        services.let_go(world.anna, by=world.administrator, successor=world.berta)
        services.take_back(world.anna, by=world.administrator)
    finally:
        seller_left.disconnect(dispatch_uid="test")
        seller_returned.disconnect(dispatch_uid="test")
    assert [(h["sender"], h["seller"], h.get("successor"), h["by"]) for h in heard] == [
        (Seller, world.anna, world.berta, world.administrator),
        (Seller, world.anna, None, world.administrator),
    ]
    assert [e.data for e in AuditEntry.objects.filter(action="profiles.seller_left")] == [{"successor": world.berta.pk, "grants": 0}]


def test_only_an_administrator_lets_go_and_not_twice_and_not_to_somebody_gone(world: World):
    for by in (world.lead, world.anna.user, world.assistant):
        with pytest.raises(NotAllowed):
            services.let_go(world.anna, by=by)
        with pytest.raises(NotAllowed):
            services.take_back(world.anna, by=by)
    with pytest.raises(HubError, match="takes no readers"):
        services.let_go(world.anna, by=None, successor=world.anna)
    services.let_go(world.anna, by=None)
    with pytest.raises(HubError, match="left already"):
        services.let_go(world.anna, by=None)
    with pytest.raises(HubError, match="takes no readers"):
        services.let_go(world.berta, by=None, successor=world.anna)


def test_a_receiver_that_fails_undoes_it_all(world: World):
    def fail(**_: object) -> None:
        raise RuntimeError("no")

    seller_left.connect(fail, weak=False, dispatch_uid="test")
    try:
        with pytest.raises(RuntimeError):
            services.let_go(world.anna, by=None)
    finally:
        seller_left.disconnect(dispatch_uid="test")
    world.anna.refresh_from_db()
    assert (world.anna.state, User.objects.get(pk=world.anna.user_id).is_active) == ("active", True)
