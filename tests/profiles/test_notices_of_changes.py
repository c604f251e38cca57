"""Whoever decides hears by mail that a profile waits, and the seller what was decided. No subject says what she wrote."""

import pytest
from django.conf import settings

from hub.common.models import OutgoingMail
from sellers.profiles import services
from sellers.profiles.models import Seller
from tests.factories.company import make_region
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db
SECRET = "I keep bees at 14 Mill Lane"


@pytest.fixture
def anna() -> Seller:
    return make_seller("Anna Nowak", bio="I know tea.")


def mails(kind: str) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind=f"profiles.{kind}").order_by("to"))


def test_everybody_who_may_decide_gets_a_mail_and_nobody_else(anna: Seller):
    here, far = make_user("lead", region=anna.shop.region), make_user("lead", region=make_region("far"))
    everywhere, office = make_user("lead"), make_user("administrator")
    gone = make_user("lead", is_active=False)
    make_user("assistant")
    make_seller("Berta Lis")
    services.propose_profile(anna, by=anna.user, bio=SECRET)
    assert {mail.to for mail in mails("change_waiting")} == {here.email, everywhere.email, office.email}
    assert not {far.email, gone.email} & {mail.to for mail in OutgoingMail.objects.all()}
    for mail in mails("change_waiting"):
        assert mail.subject == "Anna Nowak wants to change her page"
        assert "What she changed: bio" in mail.text and SECRET not in mail.text
        assert f"{settings.ORIGIN}/admin/" in mail.text


def test_a_second_thought_while_the_first_waits_is_no_second_mail(anna: Seller):
    make_user("lead")
    services.propose_profile(anna, by=anna.user, bio="I know tea and coffee.")
    services.propose_profile(anna, by=anna.user, bio="I know tea, coffee and cups.")
    assert len(mails("change_waiting")) == 1


def test_what_changes_nothing_or_is_refused_is_no_mail(anna: Seller):
    make_user("lead")
    services.propose_profile(anna, by=anna.user, bio=anna.bio)
    assert mails("change_waiting") == []


def test_she_hears_that_her_words_are_public(anna: Seller):
    lead = make_user("lead", name="Lena Lead")
    services.approve_profile(services.propose_profile(anna, by=anna.user, bio=SECRET), by=lead)
    (mail,) = mails("change_approved")
    assert mail.to == anna.user.email and mail.subject == "Your page says it in your new words"
    assert "Lena Lead has said yes" in mail.text and f"{settings.ORIGIN}{anna.page.url}" in mail.text


def test_she_hears_what_should_be_different(anna: Seller):
    lead = make_user("lead", name="Lena Lead")
    change = services.propose_profile(anna, by=anna.user, bio=SECRET)
    services.return_profile(change, by=lead, note="No street, please: readers <b>come</b> to the shop.")
    (mail,) = mails("change_returned")
    assert mail.to == anna.user.email and SECRET not in mail.subject + mail.text
    assert "No street, please: readers <b>come</b> to the shop." in mail.text and "/admin/my-page/" in mail.text
