"""A clean letter of a trusted writer passes by itself and is sometimes read afterwards; everybody sees by which numbers."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from brandguard.models import AfterCheck, Approval
from brandguard.services import passing
from brandguard.standing import FORMULA, NOTES
from hub.common.models import OutgoingMail
from sellers.delivery.models import Issue
from sellers.newsletters.models import LetterPage
from sellers.newsletters.services.submission import submit_letter
from tests.factories.audience import make_readers
from tests.factories.brandguard import approved_version, live_rule
from tests.factories.newsletters import make_image, make_letter
from tests.factories.profiles import make_seller, make_user
from tests.factories.review import approved_letter, make_lead, submitted_letter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def chance_spares_them(monkeypatch):
    monkeypatch.setattr(passing, "drawn", lambda percent: False)


@pytest.fixture
def trusted():
    """A seller of whom seven clean letters were read, long ago."""
    seller, lead = make_seller(), make_lead()
    for day in range(7):
        with time_machine.travel(timezone.now() - timedelta(days=100 - day), tick=False):
            approved_letter(make_letter(seller), by=lead)
    make_readers(seller, 12)
    return seller


def test_it_passes_at_once_and_nobody_is_asked(client, trusted):
    letter = make_letter(trusted, body=[("text", "<p>I thought of you, {firstname|friend}.</p>"), ("approved", approved_version())])
    OutgoingMail.objects.all().delete()
    client.force_login(trusted.user)
    review = submit_letter(letter, by=trusted.user)
    assert (review.state, review.decided_by) == ("approved", None)
    assert {mail.kind for mail in OutgoingMail.objects.all()} == {"newsletters.letter_approved"}
    assert Issue.objects.get(letter=letter.pk).state == "ready"
    assert not LetterPage.objects.get(pk=letter.pk).workflow_in_progress
    assert "without a person" in client.get(reverse("letters:standing", args=[letter.pk])).content.decode()


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ([("text", '<p>See <a href="https://elsewhere.example/x">this</a>, I like it.</p>')], "elsewhere.example"),
        ([("text", "<p>I am sure it is a miracle.</p>")], "found something"),
    ],
)
def test_what_a_person_should_see_waits_for_one_who_is_told_why(client, trusted, body, why):
    live_rule("no-miracle", word="miracle", severity="warning")
    letter, review = submitted_letter(make_letter(trusted, body=body))
    assert review.state == "waiting"
    client.force_login(make_lead("Olga"))
    assert why in client.get(reverse("desk:review", args=[review.pk])).content.decode()


def test_a_picture_of_her_own_is_looked_at_and_one_of_the_companys_is_not(trusted):
    own, theirs = make_image("Mine"), make_image("Theirs")
    own.uploaded_by_user, theirs.uploaded_by_user = trusted.user, make_user("lead")
    own.save()
    theirs.save()
    text = ("text", "<p>I took this for you.</p>")
    said = [
        submitted_letter(make_letter(trusted, body=[text, ("picture", {"image": image, "alt": "A jar"})]))[1].why for image in (own, theirs)
    ]
    assert [[code for code, _ in why] for why in said] == [["risk"], []]


def test_a_site_that_a_rule_allows_is_the_companys(trusted):
    live_rule(
        "our-sites", kind="link_domain", params={"allow": ["shop.example"]},
        examples={"hit": ["https://evil.example/", "https://other.example/"], "miss": ["https://shop.example/", "https://www.shop.example/a"]},
    )  # fmt: skip
    letter = make_letter(trusted, body=[("text", '<p>I like <a href="https://www.shop.example/x">this</a>.</p>')])
    assert submitted_letter(letter)[1].state == "approved"


def test_an_assistants_letter_is_read_whatever_the_sellers_standing(trusted):
    from sellers.profiles.services import grant_writing

    helper = make_user("assistant")
    grant_writing(trusted, to=helper, by=None)
    review = submit_letter(make_letter(trusted), by=helper)
    assert [code for code, _ in review.why] == ["hands"]


def test_some_are_read_afterwards_on_the_desk_and_a_fault_stops_them(client, trusted, monkeypatch):
    monkeypatch.setattr(passing, "drawn", lambda percent: True)
    letter, review = submitted_letter(make_letter(trusted, subject="Passed by itself"))
    client.force_login(make_lead("Olga"))
    queue = client.get(reverse("desk:queue"), {"show": "afterwards"}).content.decode()
    assert "Passed by itself" in queue
    assert "Read afterwards (1)" in queue
    page = client.get(reverse("desk:review", args=[review.pk])).content.decode()
    assert "Read it: fine" in page
    client.post(reverse("desk:settle", args=[review.pk]), {"fault": "1", "note": ""})
    assert AfterCheck.objects.get().verdict == "waiting"
    client.post(reverse("desk:settle", args=[review.pk]), {"fault": "1", "note": "A promise we cannot keep"})
    assert Approval.objects.get(artefact=review.artefact).breach
    assert OutgoingMail.objects.filter(kind="newsletters.approval_void", to=trusted.user.email).exists()


def test_the_writer_reads_her_standing_with_the_formula_and_her_letters(client, trusted):
    client.force_login(trusted.user)
    page = client.get(reverse("letters:my_standing")).content.decode()
    assert "<strong>70</strong> of 100" in page
    for step in FORMULA.values():
        assert step.sentence in page
    for note in NOTES:
        assert note in page
    assert page.count("trust__points--up") == 7


def test_she_reads_nobody_elses_and_head_office_reads_all(client, trusted):
    other = make_seller("Berta Lis")
    client.force_login(other.user)
    assert "<strong>0</strong> of 100" in client.get(reverse("letters:my_standing"), {"seller": trusted.pk}).content.decode()
    assert client.get(reverse("desk:standing", args=[trusted.pk])).status_code == 404
    client.force_login(make_lead("Olga"))
    assert "<strong>70</strong> of 100" in client.get(reverse("desk:standing", args=[trusted.pk])).content.decode()


def test_an_administrator_sets_the_policy_and_a_lead_reads_it(client, trusted):
    address = reverse("guard:policy")
    values = {"pass_standing": 80, "tier_readers": 100, "tier_days": 30, "sample_percent": 20}
    client.force_login(make_lead("Olga"))
    assert "Put in force" not in client.get(address).content.decode()
    assert client.post(address, values).status_code == 422
    client.force_login(make_user("administrator"))
    assert client.post(address, values | {"pass_standing": 0}).status_code == 422
    assert client.post(address, values).status_code == 302
    assert submitted_letter(make_letter(trusted))[1].state == "waiting"
    client.force_login(trusted.user)
    assert client.get(address).status_code == 404
