"""Nobody gets in but by an invitation: it runs out, is sent anew, is taken back, and works once."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from hub.accounts import services
from hub.accounts.models import Invitation, User
from hub.accounts.tokens import invitation_link
from hub.common.exceptions import HubError, NotAllowed
from hub.common.models import AuditEntry, OutgoingMail
from hub.common.tokens import sign
from tests.factories.profiles import PASSWORD, make_user

pytestmark = pytest.mark.django_db
CHOSEN = {"password1": "a brand new pass phrase", "password2": "a brand new pass phrase"}


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def administrator() -> User:
    return make_user("administrator")


@pytest.fixture
def eva(administrator: User) -> User:
    return services.create_user(email="eva@company.example", name="Eva Kos", role="lead", by=administrator)


def link_in(mail: OutgoingMail) -> str:
    return next(word for word in mail.text.split() if word.startswith(settings.ORIGIN)).removeprefix(settings.ORIGIN)


def opens(link: str) -> bool:
    return Client().get(link).status_code == 200


def test_the_link_signs_her_in_with_a_password_of_her_choice_and_works_once(eva: User, client: Client):
    link = link_in(OutgoingMail.objects.get(kind="accounts.invitation"))
    page = client.get(link)
    assert "Hello Eva" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    done = client.post(link, CHOSEN)
    assert (done.status_code, done["Location"]) == (302, "/admin/")
    assert client.session["_auth_user_id"] == str(eva.pk)
    assert not opens(link)
    other = Client()
    assert other.post(link, {"password1": "another pass phrase", "password2": "another pass phrase"}).status_code == 410
    eva.refresh_from_db()
    assert eva.check_password(CHOSEN["password1"])


def test_looking_at_the_link_changes_nothing_however_often(eva: User):
    link = link_in(OutgoingMail.objects.get(kind="accounts.invitation"))
    for _ in range(3):
        assert opens(link)
        Client().head(link)
    assert Invitation.objects.get().is_open


def test_it_runs_out(eva: User):
    link = link_in(OutgoingMail.objects.get(kind="accounts.invitation"))
    with time_machine.travel(timezone.now() + timedelta(days=settings.INVITATION_DAYS, minutes=1)):
        assert not opens(link)
        assert Client().post(link, CHOSEN).status_code == 410
    assert not User.objects.get(pk=eva.pk).has_usable_password()


def test_a_new_one_ends_the_one_before(eva: User, administrator: User):
    services.invite(eva, by=administrator)
    first, second = (link_in(mail) for mail in OutgoingMail.objects.filter(kind="accounts.invitation").order_by("pk"))
    assert (opens(first), opens(second)) == (False, True)


def test_one_that_was_taken_back_opens_nothing_and_no_other_door_gives_a_first_password(eva: User, administrator: User, client: Client):
    services.revoke_invitation(eva, by=administrator)
    link = link_in(OutgoingMail.objects.get(kind="accounts.invitation"))
    assert not opens(link)
    client.post("/accounts/password/reset/", {"email": eva.email})
    assert not OutgoingMail.objects.exclude(kind="accounts.invitation").exists()


def test_ending_a_sign_in_ends_the_invitation(eva: User, administrator: User):
    services.deactivate_user(eva, by=administrator)
    services.reactivate_user(eva, by=administrator)
    assert not opens(link_in(OutgoingMail.objects.get(kind="accounts.invitation")))


def test_a_token_of_another_purpose_opens_no_invitation(eva: User):
    pk = Invitation.objects.get().pk
    for purpose in ("audience.unsubscribe", "audience.confirm", "accounts.invitatio", ""):
        assert Client().get(f"/invitation/{sign(purpose, pk)}").status_code == 410
    assert opens(invitation_link(pk).removeprefix(settings.ORIGIN))


@pytest.mark.parametrize("weak", ["short", "password123", "1234567890", "eva@company.example"])
def test_a_weak_password_is_refused_in_words(eva: User, client: Client, weak: str):
    link = link_in(OutgoingMail.objects.get(kind="accounts.invitation"))
    page = client.post(link, {"password1": weak, "password2": weak})
    assert page.status_code == 200
    assert "field__error" in page.content.decode()
    assert Invitation.objects.get().is_open


def test_whoever_is_in_is_not_invited_again(administrator: User):
    with pytest.raises(HubError, match="has been in already"):
        services.invite(make_user("lead"), by=administrator)


def test_only_administrators_invite_and_take_back(eva: User):
    for by in (make_user("lead"), make_user("seller"), eva):
        with pytest.raises(NotAllowed):
            services.invite(eva, by=by)
        with pytest.raises(NotAllowed):
            services.revoke_invitation(eva, by=by)


def test_every_step_stands_in_the_audit_trail(eva: User, administrator: User, client: Client):
    services.revoke_invitation(eva, by=administrator)
    services.invite(eva, by=administrator)
    client.post(link_in(OutgoingMail.objects.filter(kind="accounts.invitation").latest("pk")), CHOSEN)
    lines = AuditEntry.objects.filter(subject=f"user:{eva.pk}").order_by("seq").values_list("action", flat=True)
    assert list(lines) == [
        "user.created",
        "user.invited",
        "user.invitation_revoked",
        "user.invited",
        "user.invitation_accepted",
        "user.signed_in",
    ]


def test_the_screen_says_how_it_stands_and_sends_and_takes_back(eva: User, administrator: User, client: Client):
    client.force_login(administrator)
    assert "invited until" in client.get("/admin/people/").content.decode()
    assert "Take the invitation back" in client.get(f"/admin/people/{eva.pk}/").content.decode()
    client.post(f"/admin/people/{eva.pk}/take-back/")
    assert not Invitation.objects.get().is_open
    client.post(f"/admin/people/{eva.pk}/invite/")
    assert Invitation.objects.filter(revoked_at=None).get().is_open


def test_a_forgotten_password_is_another_thing(client: Client):
    lead = make_user("lead")
    client.post("/accounts/password/reset/", {"email": lead.email})
    assert OutgoingMail.objects.get().kind == "accounts.password_reset_key"
    assert client.login(email=lead.email, password=PASSWORD)
