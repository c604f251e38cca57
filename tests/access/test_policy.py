"""The page permission policy: who sees and changes which pages."""

import pytest
from wagtail.models import Page
from wagtail.permissions import policy_registry

from hub.accounts import services as accounts
from hub.accounts.models import User
from hub.common.exceptions import NotAllowed
from hub.common.models import AuditEntry
from sellers.profiles import queries, services
from tests.access.world import World, make_world, write
from tests.factories.company import make_region, make_shop
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db
policy = policy_registry.get_by_type(Page)


@pytest.fixture
def world() -> World:
    return make_world()


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def seen(user: User) -> set[int]:
    return set(policy.explorable_instances(fresh(user)).values_list("pk", flat=True))


def changeable(user: User) -> set[int]:
    return set(policy.instances_user_has_any_permission_for(fresh(user), {"change"}).values_list("pk", flat=True))


def test_a_seller_sees_her_page_and_letters_and_nothing_else(world: World):
    assert seen(world.berta.user) == {world.berta.page.pk, world.bertas.pk}
    assert policy.explorable_root_instance(fresh(world.berta.user)).pk == world.berta.page.pk


def test_a_seller_changes_her_letters_but_not_her_page_in_the_tree(world: World):
    assert changeable(world.berta.user) == {world.bertas.pk}
    tester = world.bertas.permissions_for_user(fresh(world.berta.user))
    assert tester.can_edit()
    assert not tester.can_publish()
    assert not world.berta.page.permissions_for_user(fresh(world.berta.user)).can_edit()
    assert world.berta.page.permissions_for_user(fresh(world.berta.user)).can_add_subpage()


def test_a_foreign_letter_does_not_exist_for_a_seller(world: World):
    tester = world.annas.permissions_for_user(fresh(world.berta.user))
    assert not any((tester.can_edit(), tester.can_delete(), tester.can_copy(), tester.can_move(), tester.can_lock()))
    assert not policy.user_has_any_permission_for_instance(fresh(world.berta.user), {"add", "change"}, world.annas)


def test_an_assistant_writes_for_the_sellers_she_was_named_for(world: World):
    assert seen(world.assistant) == {world.berta.page.pk, world.bertas.pk}
    assert changeable(world.assistant) == {world.bertas.pk}
    services.grant_writing(world.anna, to=world.assistant, by=world.administrator)
    home = queries.front_page()
    assert seen(world.assistant) == {home.pk, world.anna.page.pk, world.annas.pk, world.berta.page.pk, world.bertas.pk}
    assert policy.explorable_root_instance(fresh(world.assistant)) == home


def test_a_revoked_grant_ends_at_once_and_both_are_written_down(world: World):
    services.revoke_writing(world.berta, to=world.assistant, by=world.administrator)
    assert seen(world.assistant) == set()
    assert changeable(world.assistant) == set()
    assert [e.action for e in AuditEntry.objects.filter(action__startswith="profiles.writing")] == [
        "profiles.writing_granted",
        "profiles.writing_revoked",
    ]


def test_a_grant_needs_an_administrator_and_an_assistant(world: World):
    for by in (world.lead, world.anna.user, world.assistant):
        with pytest.raises(NotAllowed):
            services.grant_writing(world.anna, to=world.assistant, by=by)
        with pytest.raises(NotAllowed):
            services.revoke_writing(world.berta, to=world.assistant, by=by)
    with pytest.raises(NotAllowed):
        services.grant_writing(world.anna, to=world.berta.user, by=world.administrator)


def test_grants_do_not_outlive_the_role(world: World):
    accounts.change_role(world.assistant, role="seller", by=world.administrator)
    accounts.change_role(world.assistant, role="assistant", by=world.administrator)
    assert seen(world.assistant) == set()


def test_more_grants_than_one_expression_can_hold(world: World):
    for number in range(30):
        services.grant_writing(make_seller(f"Seller {number}"), to=world.assistant, by=None)
    assert changeable(world.assistant) == {world.bertas.pk}
    assert world.berta.page.pk in seen(world.assistant)
    assert world.annas.pk not in seen(world.assistant)


def test_leads_and_administrators_see_every_page_and_change_no_letter(world: World):
    for user in (world.lead, world.administrator):
        assert {world.annas.pk, world.bertas.pk} <= seen(user)
        assert changeable(user) == set()
        assert not world.annas.permissions_for_user(fresh(user)).can_edit()
        assert not world.annas.permissions_for_user(fresh(user)).can_publish()


def test_a_lead_of_a_region_sees_the_region(world: World):
    south = make_seller("Cora Sud", shop=make_shop("South Gate", region=make_region("south")))
    letter = write(south, "Southern letter")
    lead = make_user("lead", region=make_region("south"))
    assert seen(lead) == {queries.front_page().pk, south.page.pk, letter.pk}


def test_nobody_inactive_and_no_seller_who_left_sees_or_writes(world: World):
    world.berta.state = "left"
    world.berta.save()
    assert seen(world.berta.user) == set()
    assert changeable(world.assistant) == set()
    User.objects.filter(pk=world.anna.user_id).update(is_active=False)
    assert seen(world.anna.user) == set()
    assert queries.seller_of(viewer=fresh(world.anna.user)) is None


def test_the_error_is_the_same_for_absent_and_not_yours(world: World):
    with pytest.raises(NotAllowed) as absent:
        queries.seller_for_writing(viewer=world.berta.user, seller_id=999_999)
    with pytest.raises(NotAllowed) as foreign:
        queries.seller_for_writing(viewer=world.berta.user, seller_id=world.anna.pk)
    assert absent.value.message == foreign.value.message
    assert queries.seller_for_writing(viewer=world.berta.user, seller_id=world.berta.pk) == world.berta


def test_a_model_permission_opens_no_seller_to_an_assistant(world: World):
    from django.contrib.auth.models import Permission

    world.assistant.user_permissions.add(Permission.objects.get(codename="write_for_seller"))
    assert changeable(world.assistant) == {world.bertas.pk}


def test_administrators_look_after_the_front_page_alone(world: World):
    home = queries.front_page().specific
    assert home.permissions_for_user(world.administrator).can_edit()
    for user in (world.lead, world.berta.user, world.assistant):
        assert not home.permissions_for_user(fresh(user)).can_edit()
        assert not home.permissions_for_user(fresh(user)).can_publish()
    assert not world.berta.page.permissions_for_user(world.administrator).can_edit()
