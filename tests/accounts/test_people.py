"""Who may sign in, and as what."""

import pytest
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from hub.accounts import queries, roles, services
from hub.accounts.models import Role, User
from hub.common.exceptions import HubError, NotAllowed
from hub.common.models import AuditEntry, OutgoingMail
from tests.factories.company import make_shop
from tests.factories.profiles import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return make_user("administrator", email="admin@company.example")


def test_every_role_may_open_the_admin_and_has_its_group_alone():
    for role in Role:
        user = make_user(role)
        assert [g.name for g in user.groups.all()] == [roles.GROUP_NAMES[role]]
        assert user.has_perm("wagtailadmin.access_admin")
        assert user.is_staff


def test_sync_roles_twice_changes_nothing_and_undoes_what_was_clicked_together():
    from django.contrib.auth.models import Permission

    group = queries.group_of(Role.SELLER)
    before = set(group.permissions.values_list("pk", flat=True))
    group.permissions.add(Permission.objects.get(content_type__app_label="hub_accounts", codename="change_user"))
    services.sync_roles()
    services.sync_roles()
    assert set(group.permissions.values_list("pk", flat=True)) == before


def test_wagtails_groups_with_publishing_rights_are_gone():
    assert not Group.objects.filter(name__in=("Editors", "Moderators")).exists()


def test_every_permission_named_by_a_role_exists():
    from django.contrib.auth.models import Permission

    known = {f"{p.content_type.app_label}.{p.codename}" for p in Permission.objects.select_related("content_type")}
    assert [name for role in Role for name in roles.permissions_of(role) if name not in known] == []


def test_a_new_user_is_invited_at_an_address_in_lower_case_and_has_no_password(administrator: User):
    user = services.create_user(email="Eva@Company.example", name="Eva Lis", role=Role.LEAD, by=administrator)
    assert OutgoingMail.objects.get(kind="accounts.invitation").to == user.email == "eva@company.example"
    assert not user.has_usable_password()


def test_only_administrators_make_and_change_people(administrator: User):
    for role in (Role.SELLER, Role.LEAD, Role.ASSISTANT):
        other = make_user(role)
        with pytest.raises(NotAllowed):
            services.create_user(email="x@company.example", name="X", role=Role.ADMINISTRATOR, by=other)
        with pytest.raises(NotAllowed):
            services.change_role(other, role=Role.ADMINISTRATOR, by=other)
        with pytest.raises(NotAllowed):
            services.deactivate_user(administrator, by=other)
        with pytest.raises(NotAllowed):
            queries.people(viewer=other)


def test_an_address_signs_in_once_whatever_its_case(administrator: User):
    with pytest.raises(HubError, match="already signs in"):
        services.create_user(email="ADMIN@company.example", name="Second", role=Role.LEAD, by=administrator)


def test_changing_a_role_moves_the_group_and_is_written_down(administrator: User):
    user = make_user("seller")
    services.change_role(user, role=Role.LEAD, by=administrator)
    assert [g.name for g in user.groups.all()] == ["Marketing leads"]
    entry = AuditEntry.objects.get(action="user.role_changed")
    assert (entry.actor_id, entry.subject, entry.data) == (administrator.pk, f"user:{user.pk}", {"before": "seller", "after": "lead"})


def test_the_last_administrator_stays(administrator: User):
    for act in (
        lambda: services.deactivate_user(administrator, by=administrator),
        lambda: services.change_role(administrator, role=Role.LEAD, by=administrator),
    ):
        with pytest.raises(NotAllowed, match="last administrator"):
            act()
        administrator.refresh_from_db()
        assert administrator.is_active
        assert administrator.role == Role.ADMINISTRATOR
    make_user("administrator")
    services.deactivate_user(administrator, by=administrator)
    assert not User.objects.get(pk=administrator.pk).is_active


def test_a_deactivated_user_is_signed_out_at_once(administrator: User, client: Client):
    user = make_user("seller", email="gone@company.example")
    client.post("/accounts/login/", {"login": "gone@company.example", "password": PASSWORD})
    assert client.get("/admin/").status_code == 200
    services.deactivate_user(user, by=administrator)
    assert client.get("/admin/").status_code == 302
    user.is_active = True
    user.save()
    assert client.get("/admin/").status_code == 302, "the old session must not come back to life"
    assert AuditEntry.objects.filter(action="user.deactivated", subject=f"user:{user.pk}").exists()


def test_the_audit_trail_names_no_address(administrator: User):
    user = services.create_user(email="secret@company.example", name="Secret Name", role=Role.SELLER, by=administrator)
    services.change_details(user, name="Other Name", email="other@company.example", region=None, by=administrator)
    services.deactivate_user(user, by=administrator)
    written = " ".join(f"{e.subject} {e.data} {e.actor}" for e in AuditEntry.objects.all())
    assert "secret" not in written.lower()
    assert "other" not in written.lower()


@pytest.mark.parametrize("weak", ["NorthQuay2026!", "letters-letters-1", "Welcome-Shop-99"])
def test_a_password_of_the_companys_own_words_is_refused(weak: str):
    make_shop("North Quay")
    with pytest.raises(ValidationError, match="everybody here knows"):
        validate_password(weak)


@pytest.mark.parametrize("good", ["four quiet ponies", "Quay with seven lanterns", "horse in the rain " * 5, "5918 2604 7736"])
def test_long_ones_of_any_make_are_welcome(good: str):
    make_shop("North Quay")
    validate_password(good)
