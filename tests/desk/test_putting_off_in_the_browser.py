"""Putting off with one tap, and taking it back, at both widths: an open menu is never cut off."""

import pytest
from django.utils import timezone

from sellers.desk.services.tasks import add_task
from tests.factories.audience import make_reader
from tests.factories.profiles import make_seller
from tests.support.browser import axe_violations, sign_in, wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_task_is_put_off_and_brought_back_in_the_browser(browser, live_server, client, width):
    seller = make_seller()
    task = add_task(make_reader(seller), kind="call", due_on=timezone.localdate(), by=seller.user)
    client.force_login(seller.user)
    context = browser.new_context(viewport={"width": width, "height": 800})
    sign_in(context, client, live_server.url)
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/")
    page.locator(".desk-later summary").click()
    page.get_by_role("button", name="In a month").click()
    undo = page.get_by_role("button", name="Undo")
    undo.wait_for()
    # Colours are those of the message once it has faded in.
    wait_until(page, "() => document.getAnimations().every((one) => one.playState === 'finished')")
    assert axe_violations(page) == []
    undo.click()
    page.get_by_role("button", name="Done").wait_for()
    task.refresh_from_db()
    assert task.due_on == timezone.localdate()
    context.close()
