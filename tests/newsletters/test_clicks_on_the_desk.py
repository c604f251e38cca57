"""A reviewer's clicks, counted in a browser: two approve a clean letter, four return one with a comment at a spot; also on the phone."""

import pytest
from django.urls import reverse

from brandguard.models import Approval, ReviewComment
from tests.factories.newsletters import make_letter
from tests.factories.profiles import make_seller
from tests.factories.review import make_lead, submitted_letter
from tests.support.browser import DESKTOP, PHONE, axe_violations, sign_in

# One test, since a committed database is emptied after it.
pytestmark = pytest.mark.django_db(transaction=True)


def test_two_clicks_approve_and_four_return_with_a_comment(page, live_server, client):
    for name, subject in (("Anna Nowak", "On a desk"), ("Berta Lis", "On a phone"), ("Ewa Maj", "With a comment")):
        submitted_letter(make_letter(make_seller(name), subject=subject))
    client.force_login(make_lead())
    sign_in(page.context, client, live_server.url)
    clicks = []

    def click(locator):
        locator.click()
        clicks.append(locator)

    for size, subject in ((DESKTOP, "On a desk"), (PHONE, "On a phone")):
        clicks.clear()
        page.set_viewport_size(size)
        page.goto(live_server.url + reverse("desk:queue"))
        click(page.get_by_role("link", name=subject))
        click(page.get_by_role("button", name="Approve for"))
        page.get_by_text(f"Approved: “{subject}”").wait_for()
        assert len(clicks) == 2
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert Approval.objects.count() == 2

    clicks.clear()
    page.set_viewport_size(DESKTOP)
    page.goto(live_server.url + reverse("desk:queue"))
    click(page.get_by_role("link", name="With a comment"))
    passage = page.locator("[data-passage]").first
    click(passage.locator("summary"))
    click(passage.locator("textarea").first)
    page.keyboard.type("Say what is new.")
    assert axe_violations(page, context=".desk-words") == []
    click(page.get_by_role("button", name="Return with comments"))
    page.get_by_text("Returned: “With a comment”").wait_for()
    assert len(clicks) == 4
    comment = ReviewComment.objects.get()
    assert (comment.text, comment.location, comment.suggestion) == ("Say what is new.", "subject", "")
