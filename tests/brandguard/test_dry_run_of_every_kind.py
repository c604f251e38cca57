"""The kinds that find no words are tried on stored letters through the screens as well: counts, the letters themselves, progress."""

import pytest
from django.urls import reverse
from django.utils import timezone

from brandguard.models import Rule, Trial
from brandguard.tasks import try_rule
from sellers.delivery.services.arm import arm_issue
from tests.factories.delivery import make_issue
from tests.factories.newsletters import make_image, make_letter
from tests.factories.profiles import make_seller, make_user

pytestmark = pytest.mark.django_db
COMMON = {"severity": "block", "reason": "Not like this.", "miss": "We do our best\nCome and see"}
PICTURE = {"caption": "", "link": ""}


def words(text):
    return lambda: [("text", f"<p>{text}</p>")]


def heading(text):
    return lambda: [("heading", text)]


def picture(alt):
    return lambda: [("text", "<p>Good day.</p>"), ("picture", {**PICTURE, "image": make_image(), "alt": alt})]


KINDS = {
    "alt_text": (
        {"missing": "on", "openings": "image of", "hit": "→ coat.jpg\nImage of a coat", "miss": "A red coat\nA hat → hat.jpg"},
        picture("image of a coat"), picture("A red coat"), "<mark>image of",
    ),
    "readability": (
        {"longest": "6", "hit": "one two three four five six seven\nThis is far too long for a letter of ours."},
        words("This line goes on and on for far too long."), words("It is short. So is this."), "<mark>This line goes on",
    ),
    "consistency": (
        {"either": "e-mail | email", "hit": "an e-mail, an email\nEmail and e-mail", "miss": "an email\nan e-mail"},
        words("Send an e-mail. My email is below."), words("My email is below."), "<mark>email</mark>",
    ),
    "capitalisation": (
        {"how": "quiet", "hit": "A SALE\nHURRY now"}, heading("It is a SALE"), heading("It is a sale"), "<mark>SALE</mark>",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_lead_tries_a_draft_of_this_kind_on_every_letter(client, kind):
    more, struck, clean, shown = KINDS[kind]
    scheduled = make_issue(make_seller("Ewa Lis"), subject="One that is scheduled", body=struck())
    arm_issue(scheduled, by=None, due_at=timezone.now() + timezone.timedelta(days=1))
    seller = make_seller("Anna Nowak")
    make_letter(seller, subject="One that is a draft", body=struck())
    make_letter(seller, subject="One that is fine", body=clean())
    client.force_login(make_user("lead"))
    answer = client.post(reverse("guard:new_rule") + f"?kind={kind}", {"name": f"Try {kind}", **COMMON, **more})
    assert answer.status_code == 302, answer.context["form"].errors
    rule = Rule.objects.get()
    assert "A worker is about to read" in client.post(reverse("guard:rule_trial", args=[rule.pk]), follow=True).content.decode()
    trial = Trial.objects.get()
    try_rule(trial.pk)
    trial.refresh_from_db()
    assert trial.by_state == {"Goes out soon": [1, 1], "draft": [2, 1]}
    page = client.get(reverse("guard:trial", args=[trial.pk])).content.decode()
    assert "Would have stopped <strong>2</strong> of 3 letters" in page
    assert [f"One that is {which}" in page for which in ("scheduled", "a draft", "fine")] == [True, True, False]
    assert shown in page
